import { clsx } from "clsx";
import { CircleAlert, Info } from "lucide-react";
import type { ReactNode } from "react";

interface NoticeProps {
  tone?: "breach" | "neutral";
  /** "alert" is read out at once */
  role?: "alert" | "status";
  children: ReactNode;
}

export function Notice({ tone = "neutral", role, children }: NoticeProps) {
  const Icon = tone === "breach" ? CircleAlert : Info;
  return (
    <div
      role={role}
      className={clsx(
        "flex gap-2 rounded-md border px-3 py-2 text-sm",
        tone === "breach"
          ? "border-breach-line bg-breach-soft text-breach"
          : "border-line bg-sunken text-muted",
      )}
    >
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0">{children}</div>
    </div>
  );
}
