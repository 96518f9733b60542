import { clsx } from "clsx";

interface SkeletonRowsProps {
  count: number;
  /** the height of a row, e.g. `h-9` */
  rowClass: string;
  /** one bar a column, each the classes of its width */
  bars: readonly string[];
}

/** A table's shape while it loads. */
export function SkeletonRows({ count, rowClass, bars }: SkeletonRowsProps) {
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-surface">
      {Array.from({ length: count }, (_, index) => index).map((row) => (
        <div
          key={row}
          className={clsx(
            "flex items-center gap-6 border-line border-b px-4 last:border-b-0",
            rowClass,
          )}
        >
          {bars.map((bar, column) => (
            <div key={`${column}:${bar}`} className={clsx("skeleton h-3.5", bar)} />
          ))}
        </div>
      ))}
    </div>
  );
}
