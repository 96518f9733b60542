import { clsx } from "clsx";
import type { ComponentProps } from "react";

export const FIELD =
  "block w-full rounded-md border border-control bg-surface px-3 text-text text-sm placeholder:text-subtle focus-visible:outline-offset-0 aria-invalid:border-breach";

export function TextField({ className, ...rest }: ComponentProps<"input">) {
  return <input className={clsx(FIELD, "h-8 pointer-coarse:h-11", className)} {...rest} />;
}

export function TextArea({ className, ...rest }: ComponentProps<"textarea">) {
  return <textarea className={clsx(FIELD, "min-h-20 resize-y py-2", className)} {...rest} />;
}
