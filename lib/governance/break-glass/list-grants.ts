import type { GlassGrantAnswer, ReviewStatus } from "@/lib/contracts/break-glass";
import type { Page } from "@/lib/contracts/common";
import type { Context } from "@/lib/kernel/context";
import { decodeMoment } from "@/lib/kernel/decode-moment";
import { toPage } from "@/lib/kernel/page";
import { hasPermission, requirePermission } from "@/lib/kernel/permissions";
import { toGrantAnswer } from "./grant";
import { countOpenReviews, findGrants } from "./grant-repository";

/** One page of the actor's own grants, or of everybody's for those who review, newest first. */
export async function listGrants(
  ctx: Context,
  query: { limit: number; cursor?: string | undefined; review?: ReviewStatus | undefined },
): Promise<Page<GlassGrantAnswer>> {
  requirePermission(ctx, "glass:break");
  const rows = await findGrants(ctx, {
    limit: query.limit + 1,
    actorId: hasPermission(ctx, "glass:review") ? null : ctx.actor.id,
    review: query.review,
    before: query.cursor === undefined ? null : decodeMoment(query.cursor),
  });
  const page = toPage(rows, query.limit, (row) => [row.startedAt.toISOString(), row.id]);
  return { ...page, items: page.items.map((row) => toGrantAnswer(row, ctx.now())) };
}

/** How many grants nobody has judged yet. */
export function countReviews(ctx: Context): Promise<number> {
  requirePermission(ctx, "glass:review");
  return countOpenReviews(ctx);
}
