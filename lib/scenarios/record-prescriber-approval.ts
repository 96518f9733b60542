import type { PrescriberApproval } from "@/lib/contracts/kroger";
import type { WorkflowAnswer } from "@/lib/contracts/workflow";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { inTransaction } from "@/lib/kernel/transaction";
import { takeKrogerStep } from "./kroger-step";
import { KROGER_TASKS } from "./kroger-tasks";

/** The prescriber has approved: the case goes to data entry. */
export function recordPrescriberApproval(
  ctx: Context,
  input: PrescriberApproval,
): Promise<WorkflowAnswer> {
  requirePermission(ctx, "cases:write");
  return inTransaction(ctx, (tx) =>
    takeKrogerStep(tx, input.workflow_id, () => ({
      action: "kroger.prescriber_approval",
      way: ["contact_manager", "inbound_comms", "data_entry"],
      completes: KROGER_TASKS.prescriberApproval.name,
      isRenewal: true,
      event: {
        type: "prescriber_approved",
        payload: {
          prescriber_office: input.prescriber_office,
          method: input.method,
          rx_ref: input.rx_ref ?? null,
        },
      },
    })),
  );
}
