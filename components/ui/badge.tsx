import { clsx } from "clsx";
import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

type BadgeTone = "neutral" | "ok" | "waiting" | "risk" | "breach" | "auto" | "accent";

const TONES: Readonly<Record<BadgeTone, string>> = {
  neutral: "border-line-strong bg-surface text-muted",
  ok: "border-ok-line bg-ok-soft text-ok",
  waiting: "border-waiting-line bg-waiting-soft text-waiting",
  risk: "border-risk-line bg-risk-soft text-risk",
  breach: "border-breach-line bg-breach-soft text-breach",
  auto: "border-auto-line bg-auto-soft text-auto",
  accent: "border-accent-line bg-accent-soft text-accent",
};

interface BadgeProps {
  tone?: BadgeTone;
  icon?: LucideIcon;
  title?: string;
  className?: string;
  children: ReactNode;
}

export function Badge({ tone = "neutral", icon: Icon, title, className, children }: BadgeProps) {
  return (
    <span
      title={title}
      className={clsx(
        "inline-flex h-5 shrink-0 items-center gap-1 whitespace-nowrap rounded-sm border px-1.5 font-medium text-2xs",
        TONES[tone],
        className,
      )}
    >
      {Icon && <Icon aria-hidden className="size-3" strokeWidth={2.25} />}
      {children}
    </span>
  );
}
