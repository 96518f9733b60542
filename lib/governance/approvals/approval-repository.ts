import type { Prisma } from "@/generated/sqlite/client";
import type { ApprovalKind, ApprovalStatus } from "@/lib/contracts/approval";
import type { JsonObject } from "@/lib/contracts/common";
import { AppError } from "@/lib/kernel/app-error";
import type { Context, TransactionContext } from "@/lib/kernel/context";
import type { Approval } from "./approval";

type NewApproval = Omit<
  Approval,
  "status" | "requestedBy" | "requestedRole" | "decidedBy" | "decidedAt" | "decisionReason"
>;

const pendingKeyOf = ({ kind, subjectId }: Pick<Approval, "kind" | "subjectId">) =>
  `${kind} ${subjectId}`;

export async function insertApproval(
  tx: TransactionContext,
  fresh: NewApproval,
): Promise<Approval> {
  const row = await tx.db.approvalRequest.create({
    data: {
      ...fresh,
      tenantId: tx.tenantId,
      pendingKey: pendingKeyOf(fresh),
      requestedBy: tx.actor.id,
      requestedRole: tx.actor.role,
    },
  });
  return toApproval(row);
}

/** @throws AppError not_found */
export async function getApprovalRow(ctx: Context, id: string): Promise<Approval> {
  const row = await ctx.db.approvalRequest.findFirst({ where: { id, tenantId: ctx.tenantId } });
  if (!row) {
    throw new AppError(
      "not_found",
      "Request not found; list them at GET /api/governance/approvals.",
    );
  }
  return toApproval(row);
}

/** Those that nobody has decided, whether or not their time has passed. */
export async function findPendingApprovals(
  ctx: Context,
  kind: ApprovalKind,
  subjectId?: string,
): Promise<Approval[]> {
  const rows = await ctx.db.approvalRequest.findMany({
    where: {
      tenantId: ctx.tenantId,
      kind,
      status: "pending",
      ...(subjectId !== undefined && { pendingKey: pendingKeyOf({ kind, subjectId }) }),
    },
  });
  return rows.map(toApproval);
}

/** Newest first. */
export async function findApprovals(
  ctx: Context,
  page: {
    limit: number;
    status: ApprovalStatus | undefined;
    before: { at: Date; id: string } | null;
  },
): Promise<Approval[]> {
  const { before, status } = page;
  const rows = await ctx.db.approvalRequest.findMany({
    where: {
      tenantId: ctx.tenantId,
      AND: [
        statusFilter(ctx, status),
        before
          ? {
              OR: [
                { requestedAt: { lt: before.at } },
                { requestedAt: before.at, id: { lt: before.id } },
              ],
            }
          : {},
      ],
    },
    orderBy: [{ requestedAt: "desc" }, { id: "desc" }],
    take: page.limit,
  });
  return rows.map(toApproval);
}

function statusFilter(
  ctx: Context,
  status: ApprovalStatus | undefined,
): Prisma.ApprovalRequestWhereInput {
  const now = ctx.now();
  switch (status) {
    case undefined:
      return {};
    case "pending":
      return { status, expiresAt: { gt: now } };
    case "expired":
      return { OR: [{ status }, { status: "pending", expiresAt: { lte: now } }] };
    default:
      return { status };
  }
}

/** Of every tenant and kind, the longest expired first. */
export async function findExpiredApprovals(
  ctx: Context,
  take: number,
): Promise<{ tenantId: string; id: string }[]> {
  return ctx.db.approvalRequest.findMany({
    where: { status: "pending", expiresAt: { lte: ctx.now() } },
    orderBy: [{ expiresAt: "asc" }, { id: "asc" }],
    take,
    select: { tenantId: true, id: true },
  });
}

/** Ends a pending request, expired ones by nobody; of any number of callers at once one gets true. */
export async function settleApproval(
  tx: TransactionContext,
  id: string,
  end: { status: Exclude<ApprovalStatus, "pending">; reason: string },
): Promise<boolean> {
  const changed = await tx.db.approvalRequest.updateMany({
    where: { id, tenantId: tx.tenantId, status: "pending" },
    data: {
      status: end.status,
      pendingKey: null,
      decidedBy: end.status === "expired" ? null : tx.actor.id,
      decidedAt: tx.now(),
      decisionReason: end.reason,
    },
  });
  return changed.count === 1;
}

function toApproval(row: Prisma.ApprovalRequestGetPayload<object>): Approval {
  const { tenantId: _, pendingKey: __, ...fields } = row;
  return {
    ...fields,
    kind: row.kind as ApprovalKind,
    status: row.status as ApprovalStatus,
    payload: row.payload as JsonObject,
  };
}
