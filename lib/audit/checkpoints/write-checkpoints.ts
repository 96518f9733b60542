import type { Context, TransactionContext } from "@/lib/kernel/context";
import { keepBooks } from "@/lib/kernel/transaction";
import { tellHealth } from "@/lib/platform/degraded";
import { getLogger } from "@/lib/platform/logger";
import { holdPosition } from "../reading/position-repository";
import { SEALER } from "../sealing/seal-once";
import { findChainEnds } from "../sealing/seal-repository";
import { findNewestCheckpoints, insertCheckpoint } from "./checkpoint-repository";
import { findSetBack, rememberCheckpoint } from "./remembered-checkpoints";
import { auditPublicKey, signText } from "./signing-key";
import { type Checkpoint, checkpointText } from "./statement";

const MAX_AGE_MS = 60_000;
const MAX_SEALS = 1000;

const REFUSED = "audit_checkpoints";

interface Wanted {
  /** "all" signs what has grown at all */
  which?: "due" | "all";
  /** only this one */
  tenantId?: string;
}

/**
 * Signs where each chain stands that has grown since its last checkpoint: by 1000 seals, or for a
 * minute. A chain that is not the one that was signed before gets no further signature.
 * @returns how many were written
 */
export async function writeCheckpoints(
  ctx: Context,
  { which = "due", tenantId }: Wanted = {},
): Promise<number> {
  const wanted = { which, tenantId };
  if ((await findGrown(ctx, wanted)).length === 0) {
    return 0;
  }
  const { written, refused } = await keepBooks(ctx, async (tx) => {
    // Nobody seals meanwhile, so that one position never gets two statements.
    await holdPosition(tx, SEALER, () => Promise.resolve(0));
    const still = await findGrown(tx, wanted);
    const setBack = await findSetBack(tx, still);
    const checkpoints = still
      .filter((one) => !setBack.has(one.tenantId))
      .map((one) => signed(tx, one));
    for (const checkpoint of checkpoints) {
      await insertCheckpoint(tx, checkpoint);
    }
    tx.wakeUps.add("sealed");
    return { written: checkpoints, refused: setBack };
  });
  written.forEach(rememberCheckpoint);
  tell(refused);
  return written.length;
}

function tell(refused: ReadonlyMap<string, string>): void {
  for (const [tenant, what] of refused) {
    getLogger().error({ tenant, what }, "a chain is not the one that was signed; not signing it");
  }
  if (refused.size > 0) {
    tellHealth(REFUSED, false);
  }
}

interface Grown {
  tenantId: string;
  position: number;
  chainHash: string;
  last: Checkpoint | null;
}

async function findGrown(
  ctx: Context,
  { which, tenantId }: { which: "due" | "all"; tenantId: string | undefined },
): Promise<Grown[]> {
  const ends = await findChainEnds(ctx, tenantId);
  const newest = await findNewestCheckpoints(ctx, tenantId);
  return [...ends]
    .map(([tenant, end]) => ({ tenantId: tenant, ...end, last: newest.get(tenant) ?? null }))
    .filter(({ position, last }) => {
      const by = position - (last?.position ?? 0);
      const isOld = !last || ctx.now().getTime() - Date.parse(last.at) >= MAX_AGE_MS;
      return by < 0 || (by > 0 && (which === "all" || isOld || by >= MAX_SEALS));
    });
}

function signed(
  tx: TransactionContext,
  { tenantId, position, chainHash, last }: Grown,
): Checkpoint {
  const statement = {
    tenant_id: tenantId,
    position,
    previous_position: last?.position ?? 0,
    chain_hash: chainHash,
    at: tx.now().toISOString(),
    key_id: auditPublicKey().keyId,
  };
  return { ...statement, signature: signText(checkpointText(statement)) };
}
