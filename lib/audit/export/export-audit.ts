import type { AuditFilters } from "@/lib/contracts/audit";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { inTransaction } from "@/lib/kernel/transaction";
import { findEntryRange } from "../audit-repository";
import {
  findCheckpoints,
  findCheckpointsAfter,
  findNewestCheckpoint,
} from "../checkpoints/checkpoint-repository";
import type { Checkpoint, Prune } from "../checkpoints/statement";
import { writeCheckpoints } from "../checkpoints/write-checkpoints";
import { recordAudit } from "../record-audit";
import { chainStart } from "../sealing/chain";
import { sealOnce } from "../sealing/seal-once";
import { jsonOf } from "../storable";
import {
  findChainHash,
  findLinksAfter,
  findNewestPrune,
  findPositionRange,
} from "../trail-repository";
import { toLine } from "../verify/record-line";
import { CSV_HEADINGS, toCsvRow } from "./csv-row";

const LINKS_AT_A_TIME = 500;

interface ExportQuery extends AuditFilters {
  format: "jsonl" | "csv";
}

/**
 * The entries that the filters want, some hundreds at a time. As JSONL with their links and, for
 * what the filters leave out in between, bare links up to a checkpoint, so that it verifies offline.
 */
export async function exportAudit(
  ctx: Context,
  { format, ...filters }: ExportQuery,
): Promise<AsyncGenerator<string, void>> {
  requirePermission(ctx, "audit:read");
  await inTransaction(ctx, (tx) =>
    recordAudit(tx, {
      action: "audit.export",
      subject: { type: "audit", id: format },
      after: jsonOf(filters),
    }),
  );
  // Until the export itself is sealed too, and signed for.
  while (await sealOnce(ctx)) {
    await writeCheckpoints(ctx);
  }
  await writeCheckpoints(ctx, { which: "all", tenantId: ctx.tenantId });
  return format === "csv" ? csvOf(ctx, filters) : linesOf(ctx, filters);
}

interface Range {
  first: number;
  last: number;
}

async function rangeOf(ctx: Context, filters: AuditFilters): Promise<Range | null> {
  const ids = await findEntryRange(ctx, filters);
  return ids && findPositionRange(ctx, ids);
}

async function* linesOf(ctx: Context, filters: AuditFilters): AsyncGenerator<string, void> {
  const range = await rangeOf(ctx, filters);
  const newest = await findNewestCheckpoint(ctx, ctx.tenantId);
  if (range === null || newest === null) {
    yield newest ? nothingAt(newest) : "";
    return;
  }
  const end = await endOf(ctx, filters, range.last, newest.position);
  let checkpoint = await checkpointBefore(ctx, range.first);
  yield headerOf(ctx, filters);
  yield await beginning(ctx, range.first, checkpoint);
  for await (const links of linksOf(ctx, filters, { first: range.first, last: end })) {
    const lines: string[] = [];
    const upTo = links.at(-1)?.seal.position ?? 0;
    const signed = await findCheckpointsAfter(ctx, {
      tenantId: ctx.tenantId,
      after: checkpoint,
      limit: LINKS_AT_A_TIME,
    });
    for (const link of links) {
      lines.push(toLine(link));
      for (const one of signed.filter(({ position }) => position === link.seal.position)) {
        lines.push(toLine({ checkpoint: one }));
      }
    }
    checkpoint = Math.max(
      checkpoint,
      ...signed.map((one) => one.position).filter((at) => at <= upTo),
    );
    yield `${lines.join("\n")}\n`;
  }
}

/** Of a chain in which nothing was wanted: where it stands, and the signature of that. */
function nothingAt(checkpoint: Checkpoint): string {
  const { tenant_id, position, chain_hash, previous_position } = checkpoint;
  const start = { tenant_id, position, chain_hash, checkpoint: previous_position };
  return `${toLine({ start })}\n${toLine({ checkpoint })}\n`;
}

/** Entries that are left out are so because of these; the caller's sites leave some out too. */
function headerOf(ctx: Context, filters: AuditFilters): string {
  const named = jsonOf({ ...filters, ...(ctx.sites !== "*" && { sites: ctx.sites }) });
  return Object.keys(named).length === 0
    ? ""
    : `${toLine({ export: { tenant_id: ctx.tenantId, filters: named } })}\n`;
}

/** Where the checkpoint stands that vouches for the last entry; the newest when nothing is cut off. */
async function endOf(
  ctx: Context,
  filters: AuditFilters,
  last: number,
  newest: number,
): Promise<number> {
  if (filters.to === undefined) {
    return newest;
  }
  const wanted = { tenantId: ctx.tenantId, after: last - 1, limit: 1 };
  const [covering] = await findCheckpointsAfter(ctx, wanted);
  return covering?.position ?? newest;
}

async function checkpointBefore(ctx: Context, first: number): Promise<number> {
  const [before] = await findCheckpoints(ctx, { tenantId: ctx.tenantId, limit: 1, before: first });
  return before?.position ?? 0;
}

/** What the first link is chained to: nothing to say at the chain's own start. */
async function beginning(ctx: Context, first: number, checkpoint: number): Promise<string> {
  const position = first - 1;
  if (position === 0) {
    return "";
  }
  const prune = await findNewestPrune(ctx, ctx.tenantId, position - 1);
  if (prune?.through_position === position) {
    return `${toLine({ start: startAt(ctx, prune, checkpoint) })}\n${toLine({ prune })}\n`;
  }
  const chain_hash = (await findChainHash(ctx, position)) ?? chainStart(ctx.tenantId).chainHash;
  const start = { tenant_id: ctx.tenantId, position, chain_hash, checkpoint };
  return `${toLine({ start })}\n`;
}

function startAt(ctx: Context, { through_position, chain_hash }: Prune, checkpoint: number) {
  return { tenant_id: ctx.tenantId, position: through_position, chain_hash, checkpoint };
}

async function* linksOf(ctx: Context, filters: AuditFilters, { first, last }: Range) {
  let after = first - 1;
  while (after < last) {
    const wanted = { after, upTo: last, limit: LINKS_AT_A_TIME, filters };
    const links = await findLinksAfter(ctx, ctx.tenantId, wanted);
    const end = links.at(-1)?.seal.position;
    if (end === undefined) {
      return;
    }
    yield links;
    after = end;
  }
}

async function* csvOf(ctx: Context, filters: AuditFilters): AsyncGenerator<string, void> {
  yield CSV_HEADINGS;
  const range = await rangeOf(ctx, filters);
  if (range) {
    for await (const links of linksOf(ctx, filters, range)) {
      yield links.map(({ seal, entry }) => (entry ? toCsvRow(entry, seal) : "")).join("");
    }
  }
}
