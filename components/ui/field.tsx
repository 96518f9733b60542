import type { ComponentProps } from "react";
import { TextField } from "./text-field";

interface FieldProps extends Omit<ComponentProps<"input">, "id"> {
  id: string;
  label: string;
  hint?: string;
}

/** A text field under its label, with a hint that is read out with it. */
export function Field({ id, label, hint, ...rest }: FieldProps) {
  const described = [rest["aria-describedby"], hint && `${id}-hint`].filter(Boolean).join(" ");
  return (
    <div>
      <label htmlFor={id} className="mb-1 block font-medium text-sm">
        {label}
      </label>
      <TextField {...rest} id={id} aria-describedby={described || undefined} />
      {hint && (
        <p id={`${id}-hint`} className="mt-1 text-subtle text-xs">
          {hint}
        </p>
      )}
    </div>
  );
}
