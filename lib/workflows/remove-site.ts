import type { TransactionContext } from "@/lib/kernel/context";
import { deleteCasesOfSite } from "./case-repository";

/** Removes every case of a site with its tasks, events, proposals and executions. @returns how many */
export function removeSite(tx: TransactionContext, siteId: string): Promise<number> {
  return deleteCasesOfSite(tx, siteId);
}
