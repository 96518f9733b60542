import type { AuditEntryAnswer } from "@/lib/contracts/audit";
import type { JsonObject } from "@/lib/contracts/common";
import type { Context } from "@/lib/kernel/context";

export interface NewAuditEntry {
  action: string;
  subjectType: string;
  subjectId: string;
  siteId: string;
  workflowId: number | null;
  reason: string | null;
  before: JsonObject;
  after: JsonObject;
}

export async function insertAuditEntry(ctx: Context, entry: NewAuditEntry): Promise<number> {
  const row = await ctx.db.auditEntry.create({
    data: {
      ...entry,
      tenantId: ctx.tenantId,
      at: ctx.now(),
      actorKind: ctx.actor.kind,
      actorId: ctx.actor.id,
      actorRole: ctx.actor.role,
      requestId: ctx.requestId,
      source: ctx.source,
    },
    select: { id: true },
  });
  return Number(row.id);
}

/** Newest first, those before `beforeId`. */
export async function findAuditEntries(
  ctx: Context,
  page: { limit: number; beforeId?: number | undefined; workflowId?: number | undefined },
): Promise<AuditEntryAnswer[]> {
  const rows = await ctx.db.auditEntry.findMany({
    where: {
      tenantId: ctx.tenantId,
      ...(page.beforeId === undefined ? {} : { id: { lt: page.beforeId } }),
      ...(page.workflowId === undefined ? {} : { workflowId: page.workflowId }),
    },
    orderBy: { id: "desc" },
    take: page.limit,
  });
  return rows.map((row) => ({
    id: Number(row.id),
    at: row.at.toISOString(),
    actor: { kind: row.actorKind, id: row.actorId, role: row.actorRole },
    action: row.action,
    subject: { type: row.subjectType, id: row.subjectId },
    case_id: row.workflowId === null ? null : Number(row.workflowId),
    site_id: row.siteId,
    reason: row.reason,
    before: row.before as JsonObject,
    after: row.after as JsonObject,
    request_id: row.requestId,
    source: row.source,
  }));
}

/** What one kind of act did to a case, newest first. */
export async function findEntriesOfAction(
  ctx: Context,
  wanted: { caseId: number; action: string; limit: number },
): Promise<{ subjectId: string; after: JsonObject }[]> {
  const rows = await ctx.db.auditEntry.findMany({
    where: { tenantId: ctx.tenantId, workflowId: wanted.caseId, action: wanted.action },
    orderBy: { id: "desc" },
    take: wanted.limit,
    select: { subjectId: true, after: true },
  });
  return rows.map(({ subjectId, after }) => ({ subjectId, after: after as JsonObject }));
}

/** What the relay turns into an event. */
export interface RecordedEntry {
  id: number;
  tenantId: string;
  siteId: string;
  at: Date;
  actor: { kind: string; id: string };
  action: string;
  subject: { type: string; id: string };
  caseId: number | null;
  before: JsonObject;
  after: JsonObject;
}

/** Of every tenant, lowest id first. */
export async function findEntriesById(
  ctx: Context,
  wanted: { limit: number } & ({ after: number } | { ids: readonly number[] }),
): Promise<RecordedEntry[]> {
  const rows = await ctx.db.auditEntry.findMany({
    where: "ids" in wanted ? { id: { in: [...wanted.ids] } } : { id: { gt: wanted.after } },
    orderBy: { id: "asc" },
    take: wanted.limit,
    omit: { reason: true, requestId: true, source: true },
  });
  return rows.map((row) => ({
    id: Number(row.id),
    tenantId: row.tenantId,
    siteId: row.siteId,
    at: row.at,
    actor: { kind: row.actorKind, id: row.actorId },
    action: row.action,
    subject: { type: row.subjectType, id: row.subjectId },
    caseId: row.workflowId === null ? null : Number(row.workflowId),
    before: row.before as JsonObject,
    after: row.after as JsonObject,
  }));
}

/** The highest id that is visible, of any tenant, or of those from before a time; 0 when there is none. */
export async function findHighestEntryId(ctx: Context, before?: Date): Promise<number> {
  const row = await ctx.db.auditEntry.findFirst({
    ...(before && { where: { at: { lt: before } } }),
    orderBy: { id: "desc" },
    select: { id: true },
  });
  return Number(row?.id ?? 0);
}
