import type { Prisma } from "@/generated/sqlite/client";
import type { Context } from "@/lib/kernel/context";
import { siteFilter } from "@/lib/kernel/sites";

/** What automation did by itself and somebody has to check. */
export interface AuditedExecution {
  executionId: number;
  /** ours, or the one that the reporting system named */
  proposalId: string | null;
  caseId: number | null;
  caseName: string | null;
  siteId: string;
  queue: string;
  actionType: string;
  roleContext: string;
  /** null for another system's */
  label: string | null;
  actorId: string;
  executedAt: Date;
  reversibleUntil: Date | null;
  dueAt: Date;
  auditProbability: number;
  /** nobody did it; it shows whether whoever checks it sees that it is wrong */
  isCheckCase: boolean;
}

const WITH = {
  proposal: { select: { queue: true, label: true } },
  workflow: { select: { name: true } },
} as const;

type Row = Prisma.ExecutionGetPayload<{ include: typeof WITH }>;

const whereOpen = (ctx: Context): Prisma.ExecutionWhereInput => ({
  tenantId: ctx.tenantId,
  ...siteFilter(ctx),
  auditState: "open",
});

/** One of any state; null where there is none. */
export async function findAudit(
  ctx: Context,
  executionId: number,
): Promise<(AuditedExecution & { state: string | null }) | null> {
  const row = await ctx.db.execution.findFirst({
    where: { id: executionId, tenantId: ctx.tenantId, ...siteFilter(ctx) },
    include: WITH,
  });
  return row && { ...toAudited(row), state: row.auditState };
}

/** Those that wait, the most urgent first, behind a place in that order. */
export async function findOpenAudits(
  ctx: Context,
  page: { limit: number; after: { at: Date; id: number } | null; place: Place | null },
): Promise<AuditedExecution[]> {
  const { after, place } = page;
  const rows = await ctx.db.execution.findMany({
    where: {
      ...whereOpen(ctx),
      AND: [
        after
          ? {
              OR: [
                { outcomeDueAt: { gt: after.at } },
                { outcomeDueAt: after.at, id: { gt: after.id } },
              ],
            }
          : {},
        place ? at(place) : {},
      ],
    },
    orderBy: [{ outcomeDueAt: "asc" }, { id: "asc" }],
    take: page.limit,
    include: WITH,
  });
  return rows.map(toAudited);
}

type Place = Pick<AuditedExecution, "siteId" | "queue" | "actionType" | "roleContext">;

/** A governed execution stands where its proposal was made. */
function at({ siteId, queue, actionType, roleContext }: Place): Prisma.ExecutionWhereInput {
  return { siteId, actionType, roleContext, OR: [{ queue }, { proposal: { is: { queue } } }] };
}

/** Of a case, the oldest first. */
export async function findOpenAuditsOfCase(
  ctx: Context,
  caseId: number,
): Promise<AuditedExecution[]> {
  const rows = await ctx.db.execution.findMany({
    where: { ...whereOpen(ctx), workflowId: caseId },
    orderBy: { id: "asc" },
    include: WITH,
  });
  return rows.map(toAudited);
}

function toAudited(row: Row): AuditedExecution {
  return {
    executionId: Number(row.id),
    proposalId: row.proposalId ?? row.reportedProposalId,
    caseId: row.workflowId === null ? null : Number(row.workflowId),
    caseName: row.workflow?.name ?? null,
    siteId: row.siteId,
    queue: row.proposal?.queue ?? row.queue ?? "",
    actionType: row.actionType,
    roleContext: row.roleContext,
    label: row.proposal?.label ?? null,
    actorId: row.actorId,
    executedAt: row.executedAt,
    reversibleUntil: row.reversibleUntil,
    dueAt: row.outcomeDueAt ?? row.executedAt,
    auditProbability: row.auditProbability ?? 1,
    isCheckCase: row.isCheckCase,
  };
}
