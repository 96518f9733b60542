import type { Context, TransactionContext } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { inTransaction } from "@/lib/kernel/transaction";
import { getSettings } from "@/lib/platform/settings";
import { findNewestCheckpoint } from "../checkpoints/checkpoint-repository";
import { auditPublicKey, signText } from "../checkpoints/signing-key";
import { type Prune, pruneText } from "../checkpoints/statement";
import { recordAudit } from "../record-audit";
import { findChainEnds } from "../sealing/seal-repository";
import { findLinksAfter } from "../trail-repository";
import { findCovers, lockRetention } from "./hold-repository";
import { isPrunable, retentionYears } from "./is-prunable";
import { removeLinks } from "./prune-repository";

const LINKS_AT_A_TIME = 500;

/**
 * Removes, from the beginning of each tenant's chain, the entries whose time is over, up to the
 * first one that is still to be kept, and leaves a signed statement of how far.
 * @returns how many
 */
export async function pruneAudit(ctx: Context, signal: AbortSignal): Promise<number> {
  requirePermission(ctx, "audit:manage");
  let removed = 0;
  for (const tenantId of (await findChainEnds(ctx)).keys()) {
    const own = { ...ctx, tenantId };
    let count = 0;
    do {
      count = (await findOld(own)).length === 0 ? 0 : await pruneOnce(own);
      removed += count;
    } while (count === LINKS_AT_A_TIME && !signal.aborted);
  }
  return removed;
}

type Links = Awaited<ReturnType<typeof findLinksAfter>>;

/** The oldest links, as long as each may go. Only what is signed for goes. */
async function findOld(ctx: Context): Promise<Links> {
  const links = await findLinksAfter(ctx, ctx.tenantId, { after: 0, limit: LINKS_AT_A_TIME });
  const signed = (await findNewestCheckpoint(ctx, ctx.tenantId))?.position ?? 0;
  const holds = await findCovers(ctx, ctx.tenantId);
  const years = retentionYears(getSettings().audit.retentionYears);
  const kept = links.findIndex(
    ({ seal, entry }) =>
      !entry || seal.position >= signed || !isPrunable(entry, years, holds, ctx.now()),
  );
  return kept === -1 ? links : links.slice(0, kept);
}

function pruneOnce(ctx: Context): Promise<number> {
  requirePermission(ctx, "audit:manage");
  return inTransaction(ctx, async (tx) => {
    await lockRetention(tx);
    const old = await findOld(tx);
    const last = old.at(-1);
    const ids = old.map(({ seal }) => seal.audit_entry_id);
    if (last) {
      await removeLinks(tx, signedPrune(tx, last, ids), ids);
    }
    await recordAudit(tx, {
      action: "audit.prune",
      subject: { type: "audit", id: tx.tenantId },
      after: { entries: ids.length, through_position: last?.seal.position ?? 0 },
    });
    return ids.length;
  });
}

function signedPrune(
  tx: TransactionContext,
  { seal }: Links[number],
  ids: readonly number[],
): Prune {
  const statement = {
    tenant_id: tx.tenantId,
    through_position: seal.position,
    through_entry_id: Math.max(...ids),
    chain_hash: seal.chain_hash,
    at: tx.now().toISOString(),
    actor_id: tx.actor.id,
    key_id: auditPublicKey().keyId,
  };
  return { ...statement, signature: signText(pruneText(statement)) };
}
