import type { TransactionContext } from "@/lib/kernel/context";
import { deleteAmeEvents } from "./evidence-repository";
import { deleteReviewers } from "./reviewers/reviewer-repository";
import { deleteScopes } from "./scope-repository";

/** Forgets all evidence and all scopes of the tenant; for the reset of a demo only. */
export async function clearEvidence(
  tx: TransactionContext,
): Promise<{ events: number; scopes: number }> {
  await deleteReviewers(tx);
  return { events: await deleteAmeEvents(tx), scopes: await deleteScopes(tx) };
}

/** The same for one site, which is a demo's own. */
export async function clearEvidenceOfSite(tx: TransactionContext, siteId: string): Promise<void> {
  await deleteAmeEvents(tx, siteId);
  await deleteScopes(tx, siteId);
}
