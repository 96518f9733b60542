import type { Scope } from "./scope";

/** Pure: why the next action goes to a person although the scope acts by itself; null where it may run. */
export function holdupOf({ state, config }: Pick<Scope, "state" | "config">): string | null {
  const { pendingAudits } = state;
  return pendingAudits < config.maxPendingAudits
    ? null
    : `${pendingAudits} audits wait for people; settle some under Trust, then automation goes on.`;
}
