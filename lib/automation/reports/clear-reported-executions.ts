import { deleteReportedExecutions } from "@/lib/automation/execution-repository";
import type { TransactionContext } from "@/lib/kernel/context";

/** For the reset of a demo. @returns how many were forgotten */
export function clearReportedExecutions(tx: TransactionContext): Promise<number> {
  return deleteReportedExecutions(tx);
}

/** The same for one site, which is a demo's own. */
export function clearReportedExecutionsOf(tx: TransactionContext, siteId: string): Promise<number> {
  return deleteReportedExecutions(tx, siteId);
}
