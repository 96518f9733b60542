import { clsx } from "clsx";
import type { ReactNode } from "react";

interface PanelProps {
  title: string;
  /** beside the title, e.g. a count */
  aside?: ReactNode;
  className?: string;
  children: ReactNode;
}

/** A titled box on a page. */
export function Panel({ title, aside, className, children }: PanelProps) {
  return (
    <section className={clsx("rounded-lg border border-line bg-surface", className)}>
      <header className="flex min-h-10 items-center justify-between gap-3 border-line border-b px-4">
        <h2 className="font-semibold text-sm">{title}</h2>
        {aside}
      </header>
      {children}
    </section>
  );
}
