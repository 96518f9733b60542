const SHOWS = ["all", "breached", "at_risk", "rejected", "awaiting_decision"] as const;
type Show = (typeof SHOWS)[number];

/** What the board shows; lives in the URL. */
export interface BoardFilters {
  search: string;
  show: Show;
}

type Raw = string | string[] | null | undefined;

export function readBoardFilters(raw: { search?: Raw; show?: Raw }): BoardFilters {
  const show = first(raw.show);
  return {
    // Some databases take no NUL, and no text of a case holds one.
    search: first(raw.search).replaceAll("\0", "").slice(0, 100),
    show: SHOWS.find((known) => known === show) ?? "all",
  };
}

/** "" when nothing is filtered, else "?search=…&show=…" */
export function boardFilterSuffix(filters: BoardFilters): string {
  const query = new URLSearchParams();
  if (filters.search !== "") {
    query.set("search", filters.search);
  }
  if (filters.show !== "all") {
    query.set("show", filters.show);
  }
  return query.size === 0 ? "" : `?${query}`;
}

function first(raw: Raw): string {
  return (Array.isArray(raw) ? raw[0] : raw) ?? "";
}
