import { createHmac } from "node:crypto";

/** Bits that a double holds exactly. */
const BITS = 53n;

/**
 * The coin that says whether an action is audited: fixed by the scope's own secret seed and the
 * action, so that it can be shown later how it fell, and foretold by nobody without the seed.
 * @returns uniform on [0, 1)
 */
export function auditCoin(seed: string, actionId: string): number {
  const digest = createHmac("sha256", seed).update(actionId).digest();
  return Number(digest.readBigUInt64BE() >> (64n - BITS)) / 2 ** Number(BITS);
}
