import { recordAudit } from "@/lib/audit/record-audit";
import type { GlassKind } from "@/lib/contracts/break-glass";
import type { TransactionContext } from "@/lib/kernel/context";
import type { Grant } from "./grant";
import { countUse, findActiveGrant } from "./grant-repository";

/**
 * Uses the actor's own grant for a subject, which counts and records the use.
 * @param subject case id or gate key
 * @returns null when the actor has none that runs now
 */
export async function useGrant(
  tx: TransactionContext,
  kind: GlassKind,
  subject: string,
): Promise<Grant | null> {
  const grant = tx.actor.kind === "user" ? await findActiveGrant(tx, kind, subject) : null;
  if (!(grant && (await countUse(tx, grant.id)))) {
    return null;
  }
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
