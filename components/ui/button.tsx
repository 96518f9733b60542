import { clsx } from "clsx";
import { LoaderCircle } from "lucide-react";
import type { ComponentProps } from "react";

type Tone = "primary" | "secondary" | "quiet" | "chosen" | "danger";

const TONES: Readonly<Record<Tone, string>> = {
  primary: "border-accent bg-accent text-accent-on hover:border-accent-hover hover:bg-accent-hover",
  secondary: "border-line-strong bg-surface text-text hover:bg-hover",
  quiet: "border-transparent bg-transparent text-muted hover:bg-hover hover:text-text",
  chosen: "border-accent-line bg-accent-soft text-accent",
  danger: "border-breach bg-breach text-surface hover:opacity-90",
};

const SIZES = {
  sm: "h-7 gap-1.5 px-2 text-xs pointer-coarse:h-11 pointer-coarse:px-3",
  md: "h-8 gap-2 px-3 text-sm pointer-coarse:h-11",
  icon: "size-8 justify-center pointer-coarse:size-11",
} as const;

export type ButtonLook = { tone?: Tone; size?: keyof typeof SIZES };

/** The look of a button, also for links that act like one. */
export function buttonClass({ tone = "secondary", size = "md" }: ButtonLook = {}): string {
  return clsx(
    "inline-flex shrink-0 select-none items-center justify-center whitespace-nowrap rounded-md border font-medium transition-colors duration-100",
    "disabled:cursor-not-allowed disabled:border-line disabled:bg-sunken disabled:text-subtle",
    "aria-disabled:cursor-not-allowed",
    TONES[tone],
    SIZES[size],
  );
}

interface ButtonProps extends ComponentProps<"button">, ButtonLook {
  /** shows that the press is being worked on, and ignores further presses */
  isBusy?: boolean;
  /** a single key that does the same, shown beside the label */
  shortcut?: string | undefined;
}

export function Button({
  tone,
  size,
  isBusy = false,
  shortcut,
  className,
  children,
  onClick,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      className={clsx(buttonClass({ ...(tone && { tone }), ...(size && { size }) }), className)}
      aria-busy={isBusy || undefined}
      aria-disabled={isBusy || undefined}
      aria-keyshortcuts={shortcut}
      onClick={isBusy ? (event) => event.preventDefault() : onClick}
      {...rest}
    >
      {isBusy && <LoaderCircle aria-hidden className="size-3.5 animate-spin" />}
      {children}
      {shortcut && (
        <kbd
          aria-hidden
          className="-mr-1 rounded-sm border border-current/35 px-1 font-mono text-2xs leading-4 opacity-80 pointer-coarse:hidden"
        >
          {shortcut}
        </kbd>
      )}
    </button>
  );
}
