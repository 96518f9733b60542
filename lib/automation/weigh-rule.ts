import { COLD_START } from "@/lib/ame/cold-start";
import { doubtsOf } from "@/lib/ame/doubts-of";
import { type AutomaticMode, decideMode } from "@/lib/governance/decide-mode";
import type { Governance } from "@/lib/governance/governance";
import type { RuleAction } from "@/lib/rules/rule";
import { scopeOf } from "./forecast-of";
import { earlierVerdict, limitsOf, type PlannedRule, planRule } from "./plan-rule";
import type { Situation } from "./rule-situation";

export type Planned = Extract<PlannedRule, { kind: "planned" }>;

export type WeighedRule =
  | { kind: "not_applicable"; reason: string }
  | { kind: "skipped"; reason: string; planned: Planned }
  | { kind: "decided"; mode: AutomaticMode; planned: Planned };

/** What waits on one case at once before rules stop adding to it. */
const MAX_OPEN = 20;

const VERDICTS = {
  open: "The same proposal waits for a person already.",
  rejected: "A person has rejected it for this stay of the case.",
  done: "It has been done in this stay of the case already.",
} as const;

/** What a rule that matches may do now; the same for a dry run and a real one. */
export async function weighRule(
  { subject, earlier }: Situation,
  action: RuleAction,
  governance: Governance,
): Promise<WeighedRule> {
  const planned = planRule(subject, action);
  if (planned.kind === "not_applicable") {
    return planned;
  }
  const skipped = (reason: string) => ({ kind: "skipped", reason, planned }) as const;
  if (earlier === null) {
    return skipped("Too much was proposed for the case to look through; leave it to people.");
  }
  const { case: one } = subject;
  const { plan, payload } = planned;
  const verdict = earlierVerdict(subject, { type: action.type, payload }, earlier);
  if (verdict === "open" || verdict === "rejected" || verdict === "done") {
    return skipped(VERDICTS[verdict]);
  }
  const mode = decideMode({
    ...limitsOf(subject, plan),
    earned: await governance.earnedOf(scopeOf(one.siteId, one.queue, action.type)),
    doubts: doubtsOf({ confidence: COLD_START.approveProbability, safety: COLD_START.safety }),
    stop: await governance.stopOf({
      siteId: one.siteId,
      queue: one.queue,
      actionType: action.type,
    }),
    gate: await governance.gateOf(plan.gate),
    isRolledBack: verdict === "rolled_back",
  });
  const open = earlier.filter(({ status }) => status === "pending" || status === "approved");
  return mode.kind === "propose" && open.length >= MAX_OPEN
    ? skipped(`${MAX_OPEN} proposals wait for people already; decide those first.`)
    : { kind: "decided", mode, planned };
}
