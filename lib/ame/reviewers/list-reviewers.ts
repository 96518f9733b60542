import type { ReviewerAnswer } from "@/lib/contracts/check-cases";
import type { Page } from "@/lib/contracts/common";
import type { Context } from "@/lib/kernel/context";
import { decodeIdCursor, toPage } from "@/lib/kernel/page";
import { requirePermission } from "@/lib/kernel/permissions";
import { defaultTrustConfig } from "../trust/engine";
import { isReliable, sensitivityOf } from "./reviewer-quality";
import { findReviewers, type Reviewer } from "./reviewer-repository";

/** One page of who has settled check cases, and how much of what is wrong they see. */
export async function listReviewers(
  ctx: Context,
  query: { limit: number; cursor?: string | undefined },
): Promise<Page<ReviewerAnswer>> {
  requirePermission(ctx, "trust:manage");
  const beforeId = decodeIdCursor(query.cursor);
  const rows = await findReviewers(ctx, { limit: query.limit + 1, beforeId });
  const page = toPage(rows, query.limit, ({ id }) => [id]);
  return { ...page, items: page.items.map(toAnswer) };
}

function toAnswer(reviewer: Reviewer): ReviewerAnswer {
  const { reviewerSensitivity: assumed } = defaultTrustConfig;
  return {
    actor: reviewer.actorId,
    caught: reviewer.caught,
    missed: reviewer.missed,
    sensitivity: sensitivityOf(reviewer),
    assumed,
    counts: isReliable(reviewer, assumed),
    updated_at: reviewer.updatedAt.toISOString(),
  };
}
