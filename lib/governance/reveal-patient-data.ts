import { recordAudit } from "@/lib/audit/record-audit";
import type { Reveal, RevealedPatientData } from "@/lib/contracts/reveal";
import type { Context } from "@/lib/kernel/context";
import { hasPermission, requirePermission } from "@/lib/kernel/permissions";
import { inTransaction } from "@/lib/kernel/transaction";
import { countMasked, maskCaseAttributes, maskPatientData } from "@/lib/packs/patient-data";
import { getCaseDetails } from "@/lib/workflows/get-case-details";
import { useGrant } from "./break-glass/use-grant";

/**
 * The attributes and payloads of a case as they are stored, with an audit entry of the look, which
 * holds none of it. Whoever lacks the permission needs a running break-glass grant for the case.
 * @throws AppError not_found, or forbidden
 */
export async function revealPatientData(
  ctx: Context,
  caseId: number,
  { reason_code, reason }: Reveal,
): Promise<RevealedPatientData> {
  requirePermission(ctx, "cases:read");
  return inTransaction(ctx, async (tx) => {
    const isGranted =
      !hasPermission(tx, "patients:reveal") &&
      (await useGrant(tx, "patient_data", String(caseId))) !== null;
    if (!isGranted) {
      requirePermission(tx, "patients:reveal");
    }
    const one = await getCaseDetails(tx, caseId);
    const counts = [
      countMasked(one.attributes, maskCaseAttributes(one.attributes)),
      ...one.events.map(({ payload }) => countMasked(payload, maskPatientData(payload))),
    ];
    await recordAudit(tx, {
      action: "patient.reveal",
      subject: { type: "case", id: caseId },
      caseId,
      siteId: one.siteId,
      reasonCode: reason_code,
      reason,
      after: {
        values: counts.reduce((total, count) => total + count, 0),
        by_grant: isGranted,
      },
    });
    return {
      workflow_id: caseId,
      attributes: one.attributes,
      events: one.events.map(({ id, eventType, payload }) => ({
        id,
        event_type: eventType,
        payload,
      })),
    };
  });
}
