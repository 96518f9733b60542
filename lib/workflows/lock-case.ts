import type { TransactionContext } from "@/lib/kernel/context";
import type { Case } from "./case";
import { touchCase } from "./case-repository";

/**
 * Reads a case and keeps every other writer of it waiting until the transaction ends.
 * @throws AppError not_found
 */
export function lockCase(tx: TransactionContext, id: number): Promise<Case> {
  return touchCase(tx, id);
}
