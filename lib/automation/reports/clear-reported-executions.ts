import { deleteReportedExecutions } from "@/lib/automation/execution-repository";
import type { TransactionContext } from "@/lib/kernel/context";

/** For the reset of a demo. @returns how many were forgotten */
export function clearReportedExecutions(tx: TransactionContext): Promise<number> {
  return deleteReportedExecutions(tx);
}
