import type { ReactNode } from "react";

interface Figure {
  label: string;
  value: ReactNode;
}

/** Figures with what they are, in as many columns as fit. */
export function FigureList({ figures }: { figures: readonly Figure[] }) {
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-3 px-4 py-3 sm:grid-cols-3">
      {figures.map(({ label, value }) => (
        <div key={label} className="min-w-0">
          <dt className="text-subtle text-xs">{label}</dt>
          <dd className="break-words text-sm tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
