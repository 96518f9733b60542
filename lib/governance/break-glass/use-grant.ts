import { recordAudit } from "@/lib/audit/record-audit";
import type { GlassKind } from "@/lib/contracts/break-glass";
import type { TransactionContext } from "@/lib/kernel/context";
import { relyUntil } from "@/lib/kernel/transaction";
import { type Grant, mayUseGrants } from "./grant";
import { countUse, findActiveGrant } from "./grant-repository";

/**
 * Uses the actor's own grant for a subject, which counts and records the use.
 * @param subject case id or gate key
 * @returns null when the actor has none that runs now, or may not break the glass any more
 */
export async function useGrant(
  tx: TransactionContext,
  kind: GlassKind,
  subject: string,
): Promise<Grant | null> {
  const grant = mayUseGrants(tx) ? await findActiveGrant(tx, kind, subject) : null;
  if (!(grant && (await countUse(tx, grant.id)))) {
    return null;
  }
  relyUntil(tx, grant.expiresAt);
  await recordAudit(tx, {
    action: "glass.use",
    subject: { type: "break_glass", id: grant.id },
    siteId: grant.siteId,
    ...(kind === "patient_data" && { caseId: Number(subject) }),
    reasonCode: grant.reasonCode,
    reason: grant.reason,
    after: { kind, subject, use: grant.useCount + 1 },
  });
  return grant;
}
