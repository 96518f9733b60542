const ROWS = Array.from({ length: 8 }, (_, index) => index);

/** The tables' shape while they load. */
export function TrustSkeleton() {
  return (
    <div role="status" aria-label="Loading trust scopes" className="flex-1 p-4">
      <div className="mb-4 skeleton h-6 w-24" />
      <div className="overflow-hidden rounded-lg border border-line bg-surface">
        {ROWS.map((row) => (
          <div
            key={row}
            className="flex h-11 items-center gap-6 border-line border-b px-4 last:border-b-0"
          >
            <div className="skeleton h-3.5 w-48" />
            <div className="skeleton h-3.5 w-24" />
            <div className="skeleton h-3.5 w-12" />
            <div className="skeleton h-3.5 w-40 max-md:hidden" />
          </div>
        ))}
      </div>
    </div>
  );
}
