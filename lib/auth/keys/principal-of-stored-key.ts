import { timingSafeEqual } from "node:crypto";
import type { Principal } from "@/lib/kernel/context";
import { narrower, rightsOf } from "../grant";
import { noteUse } from "../note-use";
import { isVouchedFor } from "../people/is-vouched-for";
import {
  type ApiKey,
  findApiKeyByPrefix,
  type PresentedKey,
  setApiKeyUsed,
} from "./api-key-repository";

/**
 * Who is behind a key of the database, by its row as it is now: a key that was revoked a moment ago
 * on another node is refused here. A person's key is the person, while they may work.
 * @returns null when it is nobody's, revoked, expired, or its person may not work
 */
export async function principalOfStoredKey(
  { prefix, hash }: { prefix: string; hash: string },
  now: Date,
): Promise<Principal | null> {
  const key = await findApiKeyByPrefix(prefix);
  if (!key || !isSame(hash, key.hash) || !isLive(key, now)) {
    return null;
  }
  const principal = principalOf(key, now);
  if (principal) {
    noteUse(key, now, setApiKeyUsed);
  }
  return principal;
}

export function isLive(
  { revokedAt, expiresAt }: Pick<ApiKey, "revokedAt" | "expiresAt">,
  now: Date,
): boolean {
  return revokedAt === null && (expiresAt === null || expiresAt > now);
}

function principalOf(key: PresentedKey, now: Date): Principal | null {
  const { tenantId, owner } = key;
  if (key.userId === null) {
    const actor = { kind: "api_key", id: `api_key:${key.id}`, ...rightsOf(key) } as const;
    return { actor, tenantId, sites: key.sites };
  }
  if (!owner?.mayWork || owner.tenantId !== tenantId || !isVouchedFor(owner, now)) {
    return null;
  }
  const both = narrower(key, owner);
  const actor = { kind: "user", id: `user:${owner.id}`, ...rightsOf(both) } as const;
  return { actor, tenantId, sites: both.sites, keyId: key.id };
}

/** Constant time; both are SHA-256 in hex. */
function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one, "hex"), Buffer.from(other, "hex")];
  return a.length === b.length && timingSafeEqual(a, b);
}
