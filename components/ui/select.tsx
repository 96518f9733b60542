import { clsx } from "clsx";
import { ChevronDown } from "lucide-react";
import type { ComponentProps } from "react";

/** The browser's own select, which every phone and screen reader knows. */
export function Select({ className, children, ...rest }: ComponentProps<"select">) {
  return (
    <span className="relative inline-flex shrink-0">
      <select
        className={clsx(
          "h-7 appearance-none rounded-md border border-line-strong bg-surface pr-7 pl-2 text-text text-xs hover:bg-hover disabled:cursor-not-allowed disabled:border-line disabled:text-subtle aria-invalid:border-breach pointer-coarse:h-11",
          className,
        )}
        {...rest}
      >
        {children}
      </select>
      <ChevronDown
        aria-hidden
        className="pointer-events-none absolute top-1/2 right-2 size-3.5 -translate-y-1/2 text-muted"
      />
    </span>
  );
}
