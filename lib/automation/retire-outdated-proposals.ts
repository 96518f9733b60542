import type { TransactionContext } from "@/lib/kernel/context";
import type { Case } from "@/lib/workflows/case";
import { retireProposals } from "./proposal-repository";

/** For moves that other systems report: what was proposed before the move is stale. @returns their ids */
export function retireOutdatedProposals(tx: TransactionContext, moved: Case): Promise<string[]> {
  return retireProposals(tx, moved);
}
