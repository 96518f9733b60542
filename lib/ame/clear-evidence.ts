import type { TransactionContext } from "@/lib/kernel/context";
import { deleteAmeEvents } from "./evidence-repository";
import { deleteScopes } from "./scope-repository";

/** Forgets all evidence and all scopes of the tenant; for the reset of a demo only. */
export async function clearEvidence(
  tx: TransactionContext,
): Promise<{ events: number; scopes: number }> {
  return { events: await deleteAmeEvents(tx), scopes: await deleteScopes(tx) };
}
