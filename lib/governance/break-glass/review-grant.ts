import { recordAudit } from "@/lib/audit/record-audit";
import type { GlassGrantAnswer, ReviewGlass } from "@/lib/contracts/break-glass";
import { AppError } from "@/lib/kernel/app-error";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { inTransaction } from "@/lib/kernel/transaction";
import { assertPerson } from "./break-glass";
import { isActive, toGrantAnswer } from "./grant";
import { getGrant, markReviewed } from "./grant-repository";

/**
 * Judges a grant that is over, once, as a person other than the one who had it.
 * @throws AppError not_found, forbidden for one's own, conflict while it runs or once it is judged
 */
export async function reviewGrant(
  ctx: Context,
  id: string,
  { verdict, note }: ReviewGlass,
): Promise<GlassGrantAnswer> {
  requirePermission(ctx, "glass:review");
  assertPerson(ctx, "reviews a broken glass");
  return inTransaction(ctx, async (tx) => {
    const grant = await getGrant(tx, id);
    if (grant.actorId === tx.actor.id) {
      throw new AppError("forbidden", "Nobody reviews a grant of their own; ask another person.");
    }
    if (isActive(grant, tx.now())) {
      throw new AppError(
        "conflict",
        `The grant runs until ${grant.expiresAt.toISOString()}; end it first, then review it.`,
      );
    }
    if (!(await markReviewed(tx, id, { verdict, note }))) {
      throw new AppError("conflict", "The grant was reviewed already; reload the list.");
    }
    await recordAudit(tx, {
      action: "glass.review",
      subject: { type: "break_glass", id },
      siteId: grant.siteId,
      reason: note,
      before: { review: grant.reviewStatus },
      after: { review: verdict, actor: grant.actorId, use_count: grant.useCount },
    });
    return toGrantAnswer(await getGrant(tx, id), tx.now());
  });
}
