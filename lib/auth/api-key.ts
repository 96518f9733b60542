import { createHash, timingSafeEqual } from "node:crypto";
import type { Actor } from "@/lib/kernel/context";
import { getSettings } from "@/lib/platform/settings";

/**
 * The actor behind a key of the environment, or null. Every known key is compared, each in
 * constant time, so that the answer's timing tells nothing.
 */
export function actorOfApiKey(key: string): Actor | null {
  const presented = createHash("sha256").update(key).digest();
  let actor: Actor | null = null;
  for (const known of getSettings().apiKeys) {
    if (timingSafeEqual(presented, Buffer.from(known.hash, "hex"))) {
      actor = { kind: "api_key", id: `api_key:${known.id}`, role: known.role };
    }
  }
  return actor;
}

/**
 * What a session holds of the key it was opened with: its name and the start of its hash, so that
 * taking the key away or changing it ends the session.
 */
export function sessionSubjectOf(key: string): string | null {
  const actor = actorOfApiKey(key);
  const known = getSettings().apiKeys.find(({ id }) => actor?.id === `api_key:${id}`);
  return known ? subjectOf(known) : null;
}

/** The actor of a session; null once its key has been taken away or changed. */
export function actorOfSession(subject: string): Actor | null {
  const known = getSettings().apiKeys.find((key) => subjectOf(key) === subject);
  return known ? { kind: "user", id: `user:${known.id}`, role: known.role } : null;
}

const HASH_START = 16;

function subjectOf({ id, hash }: { id: string; hash: string }): string {
  return `${id}:${hash.slice(0, HASH_START)}`;
}
