import type { Context, TransactionContext } from "@/lib/kernel/context";
import { stopHeld, type Why } from "./move-scope";
import { holdScopeById } from "./scope-repository";
import { findUnstoppedScopes, type StoppedPlace } from "./stopped-scope-repository";

export type TrustStop = StoppedPlace & Why;

/** Ids of the scopes that a stop covers and nobody has come to yet. */
export function findDroppable(ctx: Context, stop: TrustStop, limit: number): Promise<number[]> {
  return findUnstoppedScopes(ctx, stop, limit);
}

/**
 * Takes the trust of a scope away that a kill switch has stopped. Hold nothing else yet: whoever acts
 * holds a scope before asking whether anything was stopped.
 * @returns false when it has been taken since the stop
 */
export async function dropScope(
  tx: TransactionContext,
  id: number,
  { engagedAt, reasonCode, reason }: TrustStop,
): Promise<boolean> {
  const held = await holdScopeById(tx, id);
  if (!held || (held.stoppedAt !== null && held.stoppedAt >= engagedAt)) {
    return false;
  }
  await stopHeld(tx, held, { engagedAt, reasonCode, reason });
  return true;
}

/** The same for all that a stop covers and nobody has come to yet. */
export async function dropScopes(tx: TransactionContext, stop: TrustStop): Promise<void> {
  for (const id of await findUnstoppedScopes(tx, stop)) {
    await dropScope(tx, id, stop);
  }
}
