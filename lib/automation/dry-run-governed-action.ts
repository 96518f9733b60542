import type { EnterpriseExecute } from "@/lib/contracts/enterprise";
import { assertGateOpenNow } from "@/lib/governance/assert-gate-open";
import { assertRunningNow } from "@/lib/governance/kill-switch/assert-running";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { getCaseDetails } from "@/lib/workflows/get-case-details";
import { planAction } from "./action-registry";
import { assertInState, toGovernedAction } from "./governed-action";
import { loadSubject } from "./load-subject";
import { authorizePlan } from "./plan";

/**
 * Checks everything that running the action now would, but for the caller's own permission to run
 * it, and changes nothing.
 * @throws AppError as the run would: invalid, not_found, conflict or blocked
 */
export async function dryRunGovernedAction(ctx: Context, input: EnterpriseExecute) {
  requirePermission(ctx, "cases:read");
  const { actionType, description, payload } = toGovernedAction(input);
  const one = await getCaseDetails(ctx, input.workflow_id);
  assertInState(one, input.from_state);
  const subject = await loadSubject(ctx, one, payload);
  const plan = planAction(subject, actionType, payload);
  authorizePlan(ctx, subject, plan, null);
  await assertRunningNow(ctx, { siteId: one.siteId, queue: one.queue, actionType });
  await assertGateOpenNow(ctx, plan.gate);
  return {
    ok: true as const,
    workflow_id: input.workflow_id,
    action_type: input.action_type,
    status: "success" as const,
    message: `${description}: would be done; nothing was changed`,
    audit_id: null,
    result: {
      dry_run: true as const,
      validated_at: ctx.now().toISOString(),
      gate: plan.gate,
      decided_with: plan.decidedWith,
      effects: plan.effects.map((effect) => effect.kind),
    },
  };
}
