import { lockForUpdate } from "@/lib/db/lock-rows";
import { getSettings } from "@/lib/platform/settings";
import type { TransactionContext } from "./context";

/** Of several processes that start on one database, only one at a time goes on. */
export function holdStart(tx: TransactionContext): Promise<void> {
  return lockForUpdate(tx.db, getSettings().databaseProvider, "_migrations", {
    name: "0001_initial.sql",
  });
}
