const COLUMNS = ["a", "b", "c", "d", "e", "f", "g", "h"] as const;
const CARDS = ["a", "b", "c"] as const;

/** The board's shape while it loads. */
export function BoardSkeleton() {
  return (
    <div
      role="status"
      aria-label="Loading the board"
      className="flex min-h-0 flex-1 flex-col overflow-hidden"
    >
      <div className="flex h-12.25 shrink-0 items-center gap-4 border-line border-b bg-surface px-3">
        {["w-24", "w-20", "w-24", "w-36"].map((width, index) => (
          <div key={`${width}-${index}`} className={`skeleton h-4 ${width}`} />
        ))}
      </div>
      <div className="min-h-0 flex-1 md:flex">
        {COLUMNS.map((column) => (
          <div
            key={column}
            className="border-line max-md:border-b md:min-w-56 md:flex-1 md:border-r"
          >
            <div className="flex h-21 flex-col gap-2 border-line border-b bg-surface px-3 py-3">
              <div className="skeleton h-3.5 w-28" />
              <div className="skeleton h-3 w-20" />
              <div className="skeleton h-4 w-24" />
            </div>
            <div className="flex flex-col gap-1.5 p-2">
              {CARDS.map((card) => (
                <div
                  key={card}
                  className="h-25 rounded-md border border-line border-l-3 bg-surface p-2.5"
                >
                  <div className="skeleton h-3 w-16" />
                  <div className="skeleton mt-2 h-3.5 w-36" />
                  <div className="skeleton mt-2 h-3 w-28" />
                </div>
              ))}
            </div>
          </div>
        ))}
      </div>
    </div>
  );
}
