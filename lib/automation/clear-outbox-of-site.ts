import type { TransactionContext } from "@/lib/kernel/context";
import { deleteMessagesOfSite } from "./outbox-repository";

/** Drops what a demo site wanted to send; for the reset of a demo only. */
export function clearOutboxOfSite(tx: TransactionContext, siteId: string): Promise<void> {
  return deleteMessagesOfSite(tx, siteId);
}
