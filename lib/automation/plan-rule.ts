import type { JsonObject } from "@/lib/contracts/common";
import type { Limits } from "@/lib/governance/decide-mode";
import { isAppError } from "@/lib/kernel/app-error";
import type { RuleAction } from "@/lib/rules/rule";
import { actKey, namedQueue } from "./act-key";
import type { Subject } from "./action";
import { planAction } from "./action-registry";
import { capOfAct } from "./cap-of-act";
import type { EarlierProposal } from "./earlier-proposal-repository";
import type { Plan } from "./plan";

export type PlannedRule =
  | { kind: "planned"; payload: JsonObject; plan: Plan }
  | { kind: "not_applicable"; reason: string };

/** Pure: what the rule's action would do with this case now; never throws for the case's sake. */
export function planRule(subject: Subject, { type, payload: given }: RuleAction): PlannedRule {
  const { pack, case: one } = subject;
  const payload = { ...namedQueue(pack, one.queue, type), ...given };
  try {
    return { kind: "planned", payload, plan: planAction(subject, type, payload) };
  } catch (error) {
    if (isAppError(error)) {
      return { kind: "not_applicable", reason: error.message };
    }
    throw error;
  }
}

/** What a plan may do by itself, beside the stage that was earned and the gate's state. */
export function limitsOf(
  { pack, case: one }: Subject,
  plan: Plan,
): Pick<Limits, "cap" | "isHuman"> {
  return {
    cap: capOfAct(pack, one, plan.act),
    isHuman: plan.kind === "human",
  };
}

/**
 * Pure: what became of the same act before. People come first: what one of them still decides or
 * has rejected for this stay is left alone, and what one has rolled back here is only proposed.
 * What was done in this stay is done: nothing repeats itself, nor undoes what a person made of it.
 * @param earlier proposals for the case, newest first
 */
export function earlierVerdict(
  { pack, case: one }: Subject,
  action: { type: string; payload: JsonObject },
  earlier: readonly EarlierProposal[],
): "none" | "open" | "rejected" | "done" | "rolled_back" {
  const wanted = actKey(pack, one.queue, action.type, action.payload);
  const same = earlier.filter(
    ({ queue, actionType, payload }) =>
      queue === one.queue &&
      actionType === action.type &&
      actKey(pack, queue, actionType, payload) === wanted,
  );
  const thisStay = new Set(
    same.filter(({ moveCount }) => moveCount === one.moveCount).map(({ status }) => status),
  );
  if (thisStay.has("pending") || thisStay.has("approved")) {
    return "open";
  }
  if (thisStay.has("rejected")) {
    return "rejected";
  }
  if (thisStay.has("executed")) {
    return "done";
  }
  const lastRun = same.find(({ status }) => status === "executed" || status === "rolled_back");
  return lastRun?.status === "rolled_back" ? "rolled_back" : "none";
}
