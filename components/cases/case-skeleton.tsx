/** The case's shape while it loads. */
export function CaseSkeleton() {
  return (
    <div role="status" aria-label="Loading the case" className="flex-1">
      <div className="border-line border-b bg-surface px-4 pt-4 pb-4">
        <div className="skeleton h-3.5 w-16" />
        <div className="skeleton mt-4 h-5 w-80 max-w-full" />
      </div>
      <div className="mx-auto grid max-w-[100rem] grid-cols-[minmax(0,1fr)] gap-4 p-4 lg:grid-cols-[minmax(0,1fr)_minmax(24rem,28rem)]">
        <div className="flex flex-col gap-4">
          <Box rows={4} />
          <Box rows={3} />
          <Box rows={6} />
        </div>
        <div className="flex flex-col gap-4">
          <Box rows={3} />
          <Box rows={4} />
          <Box rows={2} />
        </div>
      </div>
    </div>
  );
}

function Box({ rows }: { rows: number }) {
  const lines = Array.from({ length: rows }, (_, index) => index);
  return (
    <div className="rounded-lg border border-line bg-surface">
      <div className="flex h-10 items-center border-line border-b px-4">
        <div className="skeleton h-3.5 w-20" />
      </div>
      <div className="flex flex-col gap-4 p-4">
        {lines.map((line) => (
          <div
            key={line}
            className={line % 2 === 0 ? "skeleton h-4 w-3/4" : "skeleton h-4 w-1/2"}
          />
        ))}
      </div>
    </div>
  );
}
