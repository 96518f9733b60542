/** How long an entry is kept at least; the years of each are in `retention-years.ts`. */
export type RetentionClass = "standard" | "governance" | "technical";

/** Families of actions that say who may do what: kept for ten years at least. */
const GOVERNANCE = new Set([
  "gate",
  "approval",
  "kill_switch",
  "glass",
  "user",
  "api_key",
  "machine_client",
  "audit",
  "hold",
  "rule",
]);
/** Families of actions that move work and decide nothing. */
const TECHNICAL = new Set(["webhook", "job", "message"]);

/** A firing belongs to the history of its case, not of the rule. */
const CASE_ACTIONS = new Set(["rule.fire"]);

export function retentionClassOf(action: string): RetentionClass {
  const family = action.split(".", 1)[0] ?? "";
  if (GOVERNANCE.has(family) && !CASE_ACTIONS.has(action)) {
    return "governance";
  }
  return TECHNICAL.has(family) ? "technical" : "standard";
}
