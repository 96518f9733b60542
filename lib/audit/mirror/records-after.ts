import type { Context } from "@/lib/kernel/context";
import { findCheckpointsAfter } from "../checkpoints/checkpoint-repository";
import type { ChainEnd } from "../sealing/chain";
import { findLinksAfter, findNewestPrune } from "../trail-repository";
import type { TrailRecord } from "../verify/trail-record";
import type { MirroredChain } from "./mirror-state";

const LINKS_AT_A_TIME = 501;

/** What the database says of a tenant at the beginning of a pass. */
export interface Stand {
  end: ChainEnd;
  /** the newest checkpoint, 0 without any */
  checkpoint: number;
  /** how far it has been pruned */
  pruned: number;
}

export interface Addition {
  records: TrailRecord[];
  chain: MirroredChain;
  /** why the database's chain is not the one that was mirrored */
  broken?: string;
}

/**
 * What is to be written of one tenant. Where the database does not go on from what was mirrored,
 * the file says so: the verification finds the place, and both ends are kept.
 */
export async function recordsAfter(
  ctx: Context,
  tenant: string,
  mirrored: MirroredChain,
  stand: Stand,
): Promise<Addition> {
  const broken = setBack(mirrored, stand.end);
  if (broken !== null) {
    return goOnElsewhere(tenant, stand, broken);
  }
  const pruned = await addPrune(ctx, tenant, mirrored, stand.pruned);
  const linked = await addLinks(ctx, tenant, stand, pruned);
  return linked.broken
    ? goOnElsewhere(tenant, stand, linked.broken)
    : addCheckpoints(ctx, tenant, stand, linked);
}

function setBack(mirrored: MirroredChain, { position, chainHash }: ChainEnd): string | null {
  if (position < mirrored.position) {
    return `it ends at ${position}, but was mirrored up to ${mirrored.position}`;
  }
  const isOther = position === mirrored.position && chainHash !== mirrored.chainHash;
  return isOther ? otherLink(position) : null;
}

/** Links that were pruned before they were mirrored are skipped; the statement says so. */
async function addPrune(
  ctx: Context,
  tenant: string,
  chain: MirroredChain,
  through: number,
): Promise<Addition> {
  const prune = through > chain.pruned ? await findNewestPrune(ctx, tenant, chain.pruned) : null;
  if (prune === null) {
    return { records: [], chain };
  }
  const { through_position: pruned, chain_hash: chainHash } = prune;
  const skipped = pruned > chain.position ? { position: pruned, chainHash } : {};
  return { records: [{ prune }], chain: { ...chain, ...skipped, pruned } };
}

async function addLinks(
  ctx: Context,
  tenant: string,
  { end }: Stand,
  { records, chain }: Addition,
): Promise<Addition> {
  if (chain.position >= end.position) {
    return { records, chain };
  }
  // The last link that was mirrored is looked at once more, unless it has been pruned.
  const isThere = chain.position > chain.pruned;
  const after = isThere ? chain.position - 1 : chain.position;
  const links = await findLinksAfter(ctx, tenant, { after, limit: LINKS_AT_A_TIME });
  const known = isThere ? links.shift()?.seal : undefined;
  const isSame = known?.position === chain.position && known.chain_hash === chain.chainHash;
  if (isThere && !isSame) {
    const isPruned = (await findNewestPrune(ctx, tenant, chain.pruned)) !== null;
    return { records, chain, ...(!isPruned && { broken: otherLink(chain.position) }) };
  }
  // Of what is missing in between nothing is skipped silently; the next pass begins there.
  const gap = links.findIndex(({ seal }, i) => seal.position !== chain.position + 1 + i);
  const whole = gap === -1 ? links : links.slice(0, gap);
  const last = whole.at(-1)?.seal;
  if (!last) {
    const isPruned = (await findNewestPrune(ctx, tenant, chain.pruned)) !== null;
    const broken = `its link at ${chain.position + 1} is missing, or the entry of it`;
    return { records, chain, ...(!isPruned && { broken }) };
  }
  const stand = { position: last.position, chainHash: last.chain_hash };
  return { records: [...records, ...whole], chain: { ...chain, ...stand } };
}

async function addCheckpoints(
  ctx: Context,
  tenant: string,
  stand: Stand,
  { records, chain }: Addition,
): Promise<Addition> {
  if (stand.checkpoint <= chain.checkpoint) {
    return { records, chain };
  }
  const wanted = { tenantId: tenant, after: chain.checkpoint, limit: LINKS_AT_A_TIME };
  const signed = (await findCheckpointsAfter(ctx, wanted)).filter(
    ({ position }) => position <= chain.position,
  );
  const checkpoint = signed.at(-1)?.position ?? chain.checkpoint;
  return {
    records: [...records, ...signed.map((one) => ({ checkpoint: one }))],
    chain: { ...chain, checkpoint, signed: signed.at(-1) ?? chain.signed },
  };
}

/**
 * From where the database stands now: what it holds before that is in the database alone. Its newest
 * prune statement is written behind it.
 */
function goOnElsewhere(tenant: string, stand: Stand, broken: string): Addition {
  const { position, chainHash } = stand.end;
  const checkpoint = Math.min(stand.checkpoint, position);
  const start = { tenant_id: tenant, position, chain_hash: chainHash, checkpoint };
  const chain = { position, chainHash, checkpoint, pruned: 0, signed: null };
  return { records: [{ start }], chain, broken };
}

function otherLink(position: number): string {
  return `its link at ${position} is not the one that was mirrored`;
}
