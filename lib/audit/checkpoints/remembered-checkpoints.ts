import { createPublicKey } from "node:crypto";
import type { Context } from "@/lib/kernel/context";
import { processSingleton } from "@/lib/platform/process-singleton";
import { findChainHashes } from "../sealing/seal-repository";
import { checkpointFault } from "../verify/check-signature";
import { auditPublicKey } from "./signing-key";
import type { Checkpoint } from "./statement";

const remembered = () => processSingleton("audit checkpoints", () => new Map<string, Checkpoint>());

/** Keeps the newest one of each tenant, out of reach of whoever owns the database. */
export function rememberCheckpoint(checkpoint: Checkpoint): void {
  const known = remembered().get(checkpoint.tenant_id);
  if (!known || checkpoint.position > known.position) {
    remembered().set(checkpoint.tenant_id, checkpoint);
  }
}

/**
 * Takes over what was signed before this process began, from where the database's owner may not
 * write. A statement that this system's key has not signed counts for nothing.
 */
export function rememberSigned(checkpoints: readonly Checkpoint[]): void {
  checkpoints.filter(isOwn).forEach(rememberCheckpoint);
}

/**
 * Compares chains with what was signed of them before.
 * @returns by tenant, what forbids to sign any further
 */
export async function findSetBack(
  ctx: Context,
  chains: readonly { tenantId: string; position: number; last: Checkpoint | null }[],
): Promise<Map<string, string>> {
  const wanted = chains.flatMap(({ tenantId, last }) =>
    [last, remembered().get(tenantId)].filter((one) => one !== null && one !== undefined),
  );
  const links = await findChainHashes(ctx, wanted);
  const refused = new Map<string, string>();
  for (const { tenantId, position, last } of chains) {
    const known = remembered().get(tenantId);
    const fault =
      (known &&
        (last?.position ?? 0) < known.position &&
        `its checkpoint at ${known.position} is gone`) ||
      (last && position < last.position && `it ends at ${position}, before its last checkpoint`) ||
      (last && !isTrusted(last) && `its checkpoint at ${last.position} is not as it was signed`) ||
      [last, known].map((one) => one && linkFault(one, links)).find(Boolean);
    if (fault) {
      refused.set(tenantId, fault);
    }
  }
  return refused;
}

function linkFault(
  { tenant_id, position, chain_hash }: Checkpoint,
  links: ReadonlyMap<string, string>,
): string | null {
  return links.get(`${tenant_id}|${position}`) === chain_hash
    ? null
    : `its link at ${position} is not the one that was signed`;
}

/** A statement of an earlier key cannot be checked here. */
function isTrusted(checkpoint: Checkpoint): boolean {
  return checkpoint.key_id !== auditPublicKey().keyId || isOwn(checkpoint);
}

function isOwn(checkpoint: Checkpoint): boolean {
  const { keyId, pem } = auditPublicKey();
  return checkpointFault(checkpoint, new Map([[keyId, createPublicKey(pem)]])) === null;
}
