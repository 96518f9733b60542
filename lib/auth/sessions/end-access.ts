import type { TransactionContext } from "@/lib/kernel/context";
import { revokeApiKeysOf } from "../keys/api-key-repository";
import { endSessionsOf } from "./session-repository";

/**
 * Ends all with which a person gets in: every session but one, and each key that acts as them. The
 * caller holds the person's row, so that no key is added beside it.
 */
export async function endAccessOf(
  tx: TransactionContext,
  userId: string,
  exceptSession: string | null = null,
): Promise<{ ended_sessions: number; revoked_keys: number }> {
  return {
    ended_sessions: await endSessionsOf(tx, userId, exceptSession),
    revoked_keys: await revokeApiKeysOf(tx, userId),
  };
}
