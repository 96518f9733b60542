const ROWS = Array.from({ length: 14 }, (_, index) => index);

/** The table's shape while it loads. */
export function AuditSkeleton() {
  return (
    <div role="status" aria-label="Loading the audit log" className="flex-1 p-4">
      <div className="mb-4 flex h-8 items-center justify-between">
        <div className="skeleton h-5 w-24" />
        <div className="skeleton h-8 w-48" />
      </div>
      <div className="overflow-hidden rounded-lg border border-line bg-surface">
        {ROWS.map((row) => (
          <div
            key={row}
            className="flex h-9 items-center gap-6 border-line border-b px-4 last:border-b-0"
          >
            <div className="skeleton h-3.5 w-36" />
            <div className="skeleton h-3.5 w-28" />
            <div className="skeleton h-3.5 w-36" />
            <div className="skeleton h-3.5 w-20" />
            <div className="skeleton h-3.5 w-52 max-md:hidden" />
          </div>
        ))}
      </div>
    </div>
  );
}
