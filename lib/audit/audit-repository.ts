import { Prisma } from "@/generated/sqlite/client";
import type { AuditEntryAnswer, AuditFilters } from "@/lib/contracts/audit";
import type { JsonObject } from "@/lib/contracts/common";
import type { Context, TransactionContext } from "@/lib/kernel/context";
import { siteFilter } from "@/lib/kernel/sites";
import type { DatabaseProvider } from "@/lib/platform/database-url";
import { getSettings } from "@/lib/platform/settings";
import { CONTENT_COLUMNS, type EntryContent } from "./entry-content";
import { whereEntry } from "./entry-filter";
import { type FullEntry, toFullEntry } from "./full-entry";

const COLUMNS = [...CONTENT_COLUMNS, "content_hash"] as const;
const JSON_COLUMNS: ReadonlySet<string> = new Set(["before", "after"]);

/** The text around the values, of `INSERT INTO audit_entries …`. */
const INSERT: Record<DatabaseProvider, readonly string[]> = {
  sqlite: insertText({ quote: '"', cast: "", end: " RETURNING id" }),
  postgresql: insertText({ quote: '"', cast: "::jsonb", end: " RETURNING id" }),
  mysql: insertText({ quote: "`", cast: "", end: "" }),
};

interface IdRow {
  id: bigint | number;
}

/**
 * The product's most frequent write, as SQL of our own: Prisma's way to it costs half as much again.
 * @returns the id, which the database gives
 */
export async function insertAuditEntry(
  tx: TransactionContext,
  content: EntryContent,
  contentHash: string,
): Promise<number> {
  const { databaseProvider } = getSettings();
  const row = { ...content, content_hash: contentHash };
  const insert = new Prisma.Sql(
    INSERT[databaseProvider],
    COLUMNS.map((name) => storedValue(name, row[name])),
  );
  if (databaseProvider === "mysql") {
    await tx.db.$executeRaw(insert);
    return idOf(await tx.db.$queryRaw<IdRow[]>`SELECT LAST_INSERT_ID() AS id`);
  }
  return idOf(await tx.db.$queryRaw<IdRow[]>(insert));
}

function storedValue(name: string, value: EntryContent[keyof EntryContent]) {
  if (name === "at") {
    return new Date(String(value));
  }
  return JSON_COLUMNS.has(name) ? JSON.stringify(value) : value;
}

function idOf([row]: readonly IdRow[]): number {
  return Number(row?.id);
}

function insertText(words: { quote: string; cast: string; end: string }): string[] {
  const { quote, cast, end } = words;
  const names = COLUMNS.map((name) => quote + name + quote).join(", ");
  const casts = COLUMNS.map((name) => (JSON_COLUMNS.has(name) ? cast : ""));
  return [
    `INSERT INTO audit_entries (${names}) VALUES (`,
    ...casts.slice(0, -1).map((after) => `${after}, `),
    `${casts.at(-1)})${end}`,
  ];
}

/** In the order of their ids, those beyond `beyondId`; with their places in the chain. */
export async function findAuditEntries(
  ctx: Context,
  page: { limit: number; order: "newest" | "oldest"; beyondId?: number | undefined },
  filters: AuditFilters,
): Promise<AuditEntryAnswer[]> {
  const { limit, order, beyondId } = page;
  const beyond = beyondId === undefined ? {} : { [order === "newest" ? "lt" : "gt"]: beyondId };
  const rows = await ctx.db.auditEntry.findMany({
    where: { ...whereEntry(ctx, filters), id: beyond },
    orderBy: { id: order === "newest" ? "desc" : "asc" },
    take: limit,
  });
  const seals = await ctx.db.auditSeal.findMany({
    where: { auditEntryId: { in: rows.map(({ id }) => id) } },
    select: { auditEntryId: true, position: true, chainHash: true },
  });
  const places = new Map(seals.map((seal) => [Number(seal.auditEntryId), seal]));
  return rows.map((row) => toAnswer(toFullEntry(row), places.get(Number(row.id))));
}

function toAnswer(
  { id, content, storedHash }: FullEntry,
  seal: { position: bigint; chainHash: string } | undefined,
): AuditEntryAnswer {
  const { at, action, outcome, site_id, on_behalf_of, reason_code, reason, before, after } =
    content;
  const { request_id, source, ip, workstation, retention_class } = content;
  return {
    id,
    at,
    actor: { kind: content.actor_kind, id: content.actor_id, role: content.actor_role },
    on_behalf_of,
    action,
    outcome,
    subject: { type: content.subject_type, id: content.subject_id },
    case_id: content.workflow_id,
    site_id,
    reason_code,
    reason,
    before,
    after,
    request_id,
    source,
    ip,
    workstation,
    retention_class,
    content_hash: storedHash,
    seal: seal ? { position: Number(seal.position), chain_hash: seal.chainHash } : null,
  };
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

/** What one kind of act did to a subject, oldest first. */
export async function findEntriesOn(
  ctx: Context,
  { type, id }: { type: string; id: string },
  { action, limit }: { action: string; limit: number },
): Promise<{ after: JsonObject }[]> {
  const rows = await ctx.db.auditEntry.findMany({
    where: { tenantId: ctx.tenantId, ...siteFilter(ctx), action, subjectType: type, subjectId: id },
    orderBy: { id: "asc" },
    take: limit,
    select: { after: true },
  });
  return rows.map(({ after }) => ({ after: after as JsonObject }));
}

/** Each once. */
export async function findActorsOn(
  ctx: Context,
  { type, id }: { type: string; id: string },
  actions: readonly string[],
): Promise<string[]> {
  const rows = await ctx.db.auditEntry.findMany({
    where: {
      tenantId: ctx.tenantId,
      action: { in: [...actions] },
      subjectType: type,
      subjectId: id,
      outcome: "done",
    },
    distinct: ["actorId"],
    select: { actorId: true },
  });
  return rows.map(({ actorId }) => actorId);
}

/** What the relay turns into an event. */
export interface RecordedEntry {
  id: number;
  tenantId: string;
  siteId: string;
  at: Date;
  actor: { kind: string; id: string };
  action: string;
  outcome: string;
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
    outcome: row.outcome,
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

/** In the order of their ids; of those ids, the ones that a filter wants. */
export async function findEntriesWithContent(
  ctx: Context,
  ids: readonly number[],
  filters?: AuditFilters,
): Promise<FullEntry[]> {
  const rows = await ctx.db.auditEntry.findMany({
    where: { ...(filters && whereEntry(ctx, filters)), id: { in: [...ids] } },
    orderBy: { id: "asc" },
  });
  return rows.map(toFullEntry);
}

/** The lowest and the highest id that a filter wants; null when it wants none. */
export async function findEntryRange(
  ctx: Context,
  filters: AuditFilters,
): Promise<{ lowest: number; highest: number } | null> {
  const where = whereEntry(ctx, filters);
  const select = { id: true };
  const lowest = await ctx.db.auditEntry.findFirst({ where, orderBy: { id: "asc" }, select });
  const highest = await ctx.db.auditEntry.findFirst({ where, orderBy: { id: "desc" }, select });
  return lowest && highest ? { lowest: Number(lowest.id), highest: Number(highest.id) } : null;
}
