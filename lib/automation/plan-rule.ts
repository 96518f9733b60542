import { isDeepStrictEqual } from "node:util";
import type { JsonObject } from "@/lib/contracts/common";
import type { Limits } from "@/lib/governance/decide-mode";
import { isAppError } from "@/lib/kernel/app-error";
import { findQueue, nextForward } from "@/lib/packs/find-pack";
import type { Pack } from "@/lib/packs/pack";
import { readCaseAttributes } from "@/lib/packs/read-case-attributes";
import type { RuleAction } from "@/lib/rules/rule";
import type { Plan, Subject } from "./action";
import { planAction } from "./action-registry";
import type { Proposal } from "./proposal";

export type PlannedRule =
  | { kind: "planned"; payload: JsonObject; plan: Plan }
  | { kind: "not_applicable"; reason: string };

/** Pure: what the rule's action would do with this case now; never throws for the case's sake. */
export function planRule(subject: Subject, action: RuleAction): PlannedRule {
  const { pack, case: one } = subject;
  const payload = completePayload(pack, one.queue, action.type, action.payload);
  try {
    return { kind: "planned", payload, plan: planAction(subject, action.type, payload) };
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
): Pick<Limits, "cap" | "decidedWith" | "isControlled"> {
  return {
    cap: findQueue(pack, one.queue)?.cap ?? "observe",
    decidedWith: plan.decidedWith,
    isControlled: readCaseAttributes(one.attributes).drug?.schedule != null,
  };
}

export type EarlierProposal = Pick<Proposal, "payload" | "queue" | "moveCount" | "status">;

/**
 * Pure: what became of the same action before. People come first: what one of them still decides
 * or has rejected for this stay is left alone, and what one has rolled back here is only proposed.
 * @param earlier proposals of the same type for the case, newest first
 */
export function earlierVerdict(
  { pack, case: one }: Subject,
  action: { type: string; payload: JsonObject },
  earlier: readonly EarlierProposal[],
): "none" | "open" | "rejected" | "rolled_back" {
  const complete = (payload: JsonObject) => completePayload(pack, one.queue, action.type, payload);
  const same = earlier.filter(
    ({ queue, payload }) =>
      queue === one.queue && isDeepStrictEqual(complete(payload), complete(action.payload)),
  );
  const thisStay = same.filter(({ moveCount }) => moveCount === one.moveCount);
  if (thisStay.some(({ status }) => status === "pending" || status === "approved")) {
    return "open";
  }
  if (thisStay.some(({ status }) => status === "rejected")) {
    return "rejected";
  }
  const lastRun = same.find(({ status }) => status === "executed" || status === "rolled_back");
  return lastRun?.status === "rolled_back" ? "rolled_back" : "none";
}

/** Names the next queue where the payload leaves it to the pack, so that equal moves look equal. */
function completePayload(pack: Pack, queue: string, type: string, payload: JsonObject): JsonObject {
  const next = nextForward(pack, queue);
  return type === "advance_queue" && payload["to_queue"] === undefined && next
    ? { ...payload, to_queue: next.to }
    : payload;
}
