import { recordEvidence } from "@/lib/ame/record-evidence";
import { whyNoJudge } from "@/lib/ame/why-no-judge";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Recorded, ReportDecision } from "@/lib/contracts/ame-report";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { inTransaction } from "@/lib/kernel/transaction";
import { assertDecidable } from "./assert-reportable";
import { holdProposalIfNamed } from "./known-proposal";
import { refuseMachinesJudgement, reportableScope } from "./reportable-scope";
import { subjectOfEvent } from "./subject-of-event";

/**
 * Records what a person decided about another system's proposal: approve or reject once, defer any
 * number of times before that. Who decided comes from the credentials.
 */
export async function reportDecision(ctx: Context, input: ReportDecision): Promise<Recorded> {
  requirePermission(ctx, "proposals:decide");
  const scope = reportableScope(ctx, input.scope);
  const { decision } = input;
  if (decision === "approve") {
    refuseMachinesJudgement(ctx, scope);
  }
  const reason = input.decision_reason ?? "";
  const { eventId, at } = await inTransaction(ctx, async (tx) => {
    const { known, forecast } = await holdProposalIfNamed(tx, input.proposal_id, scope);
    if (known) {
      assertDecidable(known);
    }
    const excluded =
      decision === "approve" ? await whyNoJudge(tx, [known?.proposedBy ?? null]) : null;
    const { eventId: id } = await recordEvidence(tx, forecast, {
      ...{ kind: "decided", decision, reason, excluded },
    });
    const subject = subjectOfEvent(id, forecast, { decision });
    await recordAudit(tx, { action: "ame.decision", reason, ...subject });
    return { eventId: id, at: tx.now() };
  });
  return { ok: true, event_id: eventId, timestamp: at.toISOString() };
}
