import type { BoardFilters } from "./board-filters";

/** Names of what the browser keeps; the first part is enough to invalidate a kind. */
export const queryKeys = {
  boards: ["board"],
  board: (filters: BoardFilters) => ["board", filters.search.trim(), filters.show],
  case: (caseId: number) => ["case", caseId],
  cases: ["case"],
  scenarios: ["scenarios"],
  timeLapse: ["time-lapse"],
  governance: ["governance"],
  gates: ["governance", "gates"],
  gateHistory: (key: string) => ["governance", "gates", key],
  approvals: ["governance", "approvals"],
  killSwitches: ["governance", "kill-switches"],
  glassGrants: ["governance", "glass-grants"],
} as const;
