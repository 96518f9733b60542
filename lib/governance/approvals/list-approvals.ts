import { namesOfActors } from "@/lib/auth/people/names-of-actors";
import type { ApprovalAnswer, ApprovalStatus } from "@/lib/contracts/approval";
import type { Page } from "@/lib/contracts/common";
import type { Context } from "@/lib/kernel/context";
import { decodeMoment } from "@/lib/kernel/decode-moment";
import { toPage } from "@/lib/kernel/page";
import { requirePermission } from "@/lib/kernel/permissions";
import { toApprovalAnswer, withNames } from "./approval";
import { findApprovals, getApprovalRow } from "./approval-repository";

/** One page of requests, newest first. */
export async function listApprovals(
  ctx: Context,
  query: { limit: number; cursor?: string | undefined; status?: ApprovalStatus | undefined },
): Promise<Page<ApprovalAnswer>> {
  requirePermission(ctx, "gates:read");
  const rows = await findApprovals(ctx, {
    limit: query.limit + 1,
    status: query.status,
    before: query.cursor === undefined ? null : decodeMoment(query.cursor),
  });
  const page = toPage(rows, query.limit, (row) => [row.requestedAt.toISOString(), row.id]);
  const names = await namesOfActors(
    ctx,
    page.items.map(({ requestedBy }) => requestedBy),
  );
  const items = page.items.map((row) => withNames(toApprovalAnswer(row, ctx.now()), names));
  return { ...page, items };
}

/** @throws AppError not_found */
export async function getApproval(ctx: Context, id: string): Promise<ApprovalAnswer> {
  requirePermission(ctx, "gates:read");
  return toApprovalAnswer(await getApprovalRow(ctx, id), ctx.now());
}
