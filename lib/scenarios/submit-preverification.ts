import type { SubmitPreverification } from "@/lib/contracts/kroger";
import type { WorkflowAnswer } from "@/lib/contracts/workflow";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { inTransaction } from "@/lib/kernel/transaction";
import { KROGER } from "@/lib/packs/kroger/pack";
import type { Case } from "@/lib/workflows/case";
import { takeKrogerStep } from "./kroger-step";
import { KROGER_TASKS } from "./kroger-tasks";

/** Data entry is done: an accepted claim goes to the pharmacist, a rejected one is worked on. */
export function submitPreverification(
  ctx: Context,
  input: SubmitPreverification,
): Promise<WorkflowAnswer> {
  requirePermission(ctx, "cases:write");
  const isAccepted = input.insurance_result === "accepted";
  return inTransaction(ctx, (tx) =>
    takeKrogerStep(tx, input.workflow_id, (one) => ({
      action: "kroger.submit_preverification",
      way: ["data_entry", isAccepted ? "pre_verification" : "rejection_resolution"],
      insurance: isAccepted ? "accepted" : "rejected",
      attributes: { sig: input.sig, days_supply: input.days_supply, payer: input.payer },
      changes: changesOf(one, input),
      ...(isAccepted && { completes: KROGER_TASKS.dataEntry.name }),
      event: {
        type: "claim_answered",
        payload: {
          payer: input.payer,
          insurance_result: isAccepted ? "accepted" : "rejected",
          days_supply: input.days_supply,
        },
      },
    })),
  );
}

/** What is on file and told differently; a template's own values stand in for what nobody has entered. */
function changesOf(one: Case, input: SubmitPreverification): string[] {
  const template = KROGER.templates.find(({ key }) => key === one.scenarioKey);
  return (["sig", "days_supply"] as const).filter((name) => {
    const onFile = one.attributes[name] ?? null;
    return onFile !== null && onFile !== template?.defaults[name] && onFile !== input[name];
  });
}
