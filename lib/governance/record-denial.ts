import { recordAudit } from "@/lib/audit/record-audit";
import { isAppError } from "@/lib/kernel/app-error";
import type { Context } from "@/lib/kernel/context";
import { keepBooks } from "@/lib/kernel/transaction";

/** Leaves an audit entry of what N1–N14 have denied, beside the change that it undid. */
export async function recordDenial(ctx: Context, error: unknown): Promise<void> {
  const denial = isAppError(error) ? error.hints.denial : undefined;
  if (!isAppError(error) || !denial) {
    return;
  }
  const { rules, act, caseId, siteId } = denial;
  await keepBooks(ctx, async (tx) => {
    await recordAudit(tx, {
      action: "policy.deny",
      outcome: "denied",
      subject:
        caseId === null ? { type: "policy", id: rules[0] ?? "" } : { type: "case", id: caseId },
      ...(caseId !== null && { caseId }),
      ...(siteId !== null && { siteId }),
      ...(rules[0] && { reasonCode: rules[0] }),
      reason: error.message,
      after: { rules: [...rules], act },
    });
  });
}
