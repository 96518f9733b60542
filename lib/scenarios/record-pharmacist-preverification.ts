import { settleByCheck } from "@/lib/automation/audits/settle-by-check";
import type { PharmacistPreverify } from "@/lib/contracts/kroger";
import type { WorkflowAnswer } from "@/lib/contracts/workflow";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { inTransaction } from "@/lib/kernel/transaction";
import { lockCase } from "@/lib/workflows/lock-case";
import { takeKrogerStep } from "./kroger-step";
import { KROGER_TASKS } from "./kroger-tasks";

/** The pharmacist's review: approved goes to dispensing, anything else stays where it is. */
export function recordPharmacistPreverification(
  ctx: Context,
  input: PharmacistPreverify,
): Promise<WorkflowAnswer> {
  requirePermission(ctx, "clinical:decide");
  const isApproved = input.decision === "approved";
  return inTransaction(ctx, async (tx) => {
    if (isApproved) {
      // Before the step, for what rules do after it nobody has looked at yet.
      await lockCase(tx, input.workflow_id);
      await settleByCheck(tx, input.workflow_id, true);
    }
    return takeKrogerStep(tx, input.workflow_id, () => ({
      action: "kroger.pharmacist_preverify",
      way: isApproved ? ["pre_verification", "dispensing"] : ["pre_verification"],
      ...(isApproved && { completes: KROGER_TASKS.preverification.name }),
      event: {
        type: isApproved ? "pharmacist_approved" : "pharmacist_rejected",
        payload: { decision: input.decision, notes: input.notes ?? null },
      },
      endsProposals: !isApproved,
      ...(input.notes && { reason: input.notes }),
      detail: { decision: input.decision },
    }));
  });
}
