import { hash } from "node:crypto";
import { canonicalJson } from "../canonical-json";

/** Where a tenant's chain ends: the position of its last seal, 0 before the first. */
export interface ChainEnd {
  position: number;
  chainHash: string;
}

/** One link: an entry in its place. */
export interface Seal extends ChainEnd {
  entryId: number;
  entryHash: string;
}

/** What the first link of a tenant is chained to. */
export function chainStart(tenantId: string): ChainEnd {
  const chainHash = hash(
    "sha256",
    canonicalJson({ format: "control-tower/audit-chain/1", tenant_id: tenantId }),
  );
  return { position: 0, chainHash };
}

/** The link after `end`. */
export function nextSeal(end: ChainEnd, entry: { id: number; entryHash: string }): Seal {
  const position = end.position + 1;
  const link = [end.chainHash, position, entry.id, entry.entryHash].join("|");
  return {
    position,
    chainHash: hash("sha256", link),
    entryId: entry.id,
    entryHash: entry.entryHash,
  };
}
