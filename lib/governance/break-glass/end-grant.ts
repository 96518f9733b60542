import { recordAudit } from "@/lib/audit/record-audit";
import type { GlassGrantAnswer } from "@/lib/contracts/break-glass";
import { AppError } from "@/lib/kernel/app-error";
import type { Context } from "@/lib/kernel/context";
import { hasPermission, requirePermission } from "@/lib/kernel/permissions";
import { inTransaction } from "@/lib/kernel/transaction";
import { toGrantAnswer } from "./grant";
import { getGrant, markEnded } from "./grant-repository";

/**
 * Ends a grant before its time: one's own, or with glass:review anybody's.
 * @throws AppError not_found, forbidden, conflict when it is over already
 */
export async function endGrant(ctx: Context, id: string): Promise<GlassGrantAnswer> {
  requirePermission(ctx, "glass:break");
  return inTransaction(ctx, async (tx) => {
    const grant = await getGrant(tx, id);
    if (grant.actorId !== tx.actor.id && !hasPermission(tx, "glass:review")) {
      throw new AppError("forbidden", "This grant is another person's; a supervisor can end it.");
    }
    if (!(await markEnded(tx, id))) {
      throw new AppError("conflict", "The grant is over already; it waits for its review.");
    }
    await recordAudit(tx, {
      action: "glass.end",
      subject: { type: "break_glass", id },
      siteId: grant.siteId,
      before: { expires_at: grant.expiresAt.toISOString() },
      after: { kind: grant.kind, subject: grant.subject, use_count: grant.useCount },
    });
    return toGrantAnswer(await getGrant(tx, id), tx.now());
  });
}
