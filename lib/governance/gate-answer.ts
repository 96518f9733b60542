import type { GateAnswer } from "@/lib/contracts/governance";
import { DEFAULT_PACK } from "@/lib/packs/find-pack";
import type { PackGate } from "@/lib/packs/pack";
import { type Approval, statusAt, toApprovalAnswer } from "./approvals/approval";
import type { Grant } from "./break-glass/grant";
import { type Gate, stateAt } from "./gate";

/**
 * Every gate of the pack, touched or not, in the pack's order.
 * @param beside requests that wait, and grants of the caller that run
 */
export function toGateAnswers(
  stored: readonly Gate[],
  beside: { requests: readonly Approval[]; grants: readonly Grant[] },
  now: Date,
): GateAnswer[] {
  const { requests, grants } = beside;
  const byKey = new Map(stored.map((gate) => [gate.key, gate]));
  const waiting = requests.filter((one) => statusAt(one, now) === "pending");
  return DEFAULT_PACK.gates.map((gate) => {
    const request = waiting.find(({ subjectId }) => subjectId === gate.key);
    return {
      ...toGateAnswer(gate, byKey.get(gate.key), now),
      pending_request: request ? toApprovalAnswer(request, now) : null,
      glass_until:
        grants.find(({ subject }) => subject === gate.key)?.expiresAt.toISOString() ?? null,
    };
  });
}

function toGateAnswer({ key, label }: PackGate, stored: Gate | undefined, now: Date) {
  const state = stored ? stateAt(stored, now) : "unset";
  return {
    key,
    label,
    state,
    enabled: state === "authorized",
    current_actor: stored?.actorId ?? "",
    current_note: stored?.note ?? "",
    reason_code: stored?.reasonCode ?? "",
    approved_by: stored?.approvedBy ?? null,
    expires_at: stored?.expiresAt?.toISOString() ?? null,
    expired: stored !== undefined && stored.state !== state,
    change_count: stored?.changeCount ?? 0,
    created_at: stored?.createdAt.toISOString() ?? null,
    updated_at: stored?.updatedAt.toISOString() ?? null,
  };
}
