import type { TransactionContext } from "@/lib/kernel/context";
import { countCheckCase } from "./reviewer-repository";

/** One more check case that the actor has settled. @param isCaught they saw that it was wrong */
export function countReview(tx: TransactionContext, isCaught: boolean): Promise<void> {
  return countCheckCase(tx, isCaught);
}
