import { keepOutcome } from "@/lib/automation/reports/keep-outcome";
import type { SettleAudit, SettledAudit } from "@/lib/contracts/ame-trust";
import { AppError, invalidField } from "@/lib/kernel/app-error";
import { assertSignedIn } from "@/lib/kernel/authority";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { inTransaction } from "@/lib/kernel/transaction";
import { type AuditedExecution, findAudit } from "./audit-repository";
import { settleCheckCase } from "./settle-check-case";

const WHY_CLOSED: Readonly<Record<string, string>> = {
  settled: "has been checked already",
  missed: "was not checked in time, which counted as a bad outcome",
};

/**
 * A signed-in person says whether an action was right that automation did by itself, once.
 * @throws AppError not_found, conflict when it was not drawn for an audit, or is settled; blocked for
 *   a machine, whose way is POST /api/ame/outcome
 */
export async function settleAudit(
  ctx: Context,
  executionId: number,
  { result, reason, observed_time_saved_sec }: SettleAudit,
): Promise<SettledAudit> {
  requirePermission(ctx, "trust:audit");
  const isGood = result === "good";
  if (!isGood && reason === "") {
    throw invalidField("body.reason", "missing", "Say in body.reason what was wrong.");
  }
  const seen = {
    isSuccess: isGood,
    hasError: !isGood,
    timeSavedSec: observed_time_saved_sec ?? null,
  };
  const at = await inTransaction(ctx, async (tx) => {
    const audit = assertOpen(executionId, await findAudit(tx, executionId));
    assertSignedIn(tx);
    if (audit.isCheckCase) {
      await settleCheckCase(tx, audit, isGood);
    } else {
      await keepOutcome(tx, aboutAudit(audit), seen, { action: "trust.audit", reason });
    }
    return tx.now();
  });
  return { ok: true, timestamp: at.toISOString() };
}

/** The proposal and the scope that an audit is about. */
export function aboutAudit(audit: AuditedExecution) {
  const { proposalId, siteId, queue, actionType, roleContext } = audit;
  return { proposalId, scope: { siteId, queue, actionType, roleContext } };
}

function assertOpen(
  executionId: number,
  audit: Awaited<ReturnType<typeof findAudit>>,
): AuditedExecution {
  if (!audit) {
    throw new AppError(
      "not_found",
      `Execution ${executionId} not found; list what waits at GET /api/ame/audits.`,
    );
  }
  if (audit.state !== "open") {
    const why = WHY_CLOSED[audit.state ?? ""] ?? "was not drawn for an audit";
    throw new AppError(
      "conflict",
      `Execution ${executionId} ${why}; list what waits at GET /api/ame/audits.`,
    );
  }
  return audit;
}
