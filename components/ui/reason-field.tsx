import { useId } from "react";
import { TextArea } from "./text-field";

interface ReasonFieldProps {
  text: string;
  onChange: (text: string) => void;
  /** true once it was left empty and is asked for */
  isMissing: boolean;
}

/** The sentence that says why something is done. */
export function ReasonField({ text, onChange, isMissing }: ReasonFieldProps) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className="mb-1 block font-medium text-sm">
        Reason
      </label>
      <TextArea
        id={id}
        value={text}
        maxLength={500}
        required
        aria-invalid={isMissing || undefined}
        aria-describedby={`${id}-hint`}
        onChange={(event) => onChange(event.target.value)}
      />
      <p id={`${id}-hint`} className={`mt-1 text-xs ${isMissing ? "text-breach" : "text-subtle"}`}>
        {isMissing ? "Say why in a few words; it goes into the record." : "Kept in the record."}
      </p>
    </div>
  );
}
