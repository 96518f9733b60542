import type { KillSwitchAnswer, KillSwitchesAnswer } from "@/lib/contracts/kill-switch";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { type Approval, statusAt, toApprovalAnswer } from "../approvals/approval";
import { findPendingApprovals } from "../approvals/approval-repository";
import { isDrilling, type KillSwitch, scopeId, scopeLabel } from "./kill-switch";
import { findSwitches } from "./kill-switch-repository";

/** What is stopped, since when, by whom and why; then what was stopped before. */
export async function listKillSwitches(ctx: Context): Promise<KillSwitchesAnswer> {
  requirePermission(ctx, "gates:read");
  const found = await findSwitches(ctx);
  const requests = await findPendingApprovals(ctx, "kill_switch.release");
  const switches = found.map((one) => toAnswer(one, requests, ctx.now()));
  return { engaged: switches.some(({ engaged }) => engaged), switches };
}

function toAnswer(one: KillSwitch, requests: readonly Approval[], now: Date): KillSwitchAnswer {
  const waiting = requests.find(
    (request) => request.subjectId === scopeId(one) && statusAt(request, now) === "pending",
  );
  return {
    scope: { kind: one.kind, key: one.key },
    label: scopeLabel(one),
    engaged: one.isEngaged,
    drill: isDrilling(one, now),
    reason_code: one.reasonCode,
    reason: one.reason,
    engaged_by: one.engagedBy,
    engaged_at: one.engagedAt.toISOString(),
    released_by: one.releasedBy,
    released_at: one.releasedAt?.toISOString() ?? null,
    pending_release: waiting ? toApprovalAnswer(waiting, now) : null,
  };
}
