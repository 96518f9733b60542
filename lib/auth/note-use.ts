import { LRUCache } from "lru-cache";
import type { TransactionContext } from "@/lib/kernel/context";
import { createSystemContext } from "@/lib/kernel/create-context";
import { keepBooks } from "@/lib/kernel/transaction";
import { getLogger } from "@/lib/platform/logger";
import { processSingleton } from "@/lib/platform/process-singleton";

const MINUTE_MS = 60_000;
const CREDENTIALS_KEPT = 10_000;

/** Notes when credentials were used, once a minute and beside the request, which neither waits nor fails. */
export function noteUse(
  { id, lastUsedAt }: { id: string; lastUsedAt: Date | null },
  now: Date,
  store: (tx: TransactionContext, id: string) => Promise<void>,
): void {
  const noted = processSingleton(
    "noted uses",
    () => new LRUCache<string, number>({ max: CREDENTIALS_KEPT }),
  );
  const last = Math.max(noted.get(id) ?? 0, lastUsedAt?.getTime() ?? 0);
  if (now.getTime() - last < MINUTE_MS) {
    return;
  }
  noted.set(id, now.getTime());
  void createSystemContext("credentials used")
    .then((ctx) => keepBooks(ctx, (tx) => store(tx, id)))
    .catch((error: unknown) => getLogger().warn({ err: error, id }, "a use could not be noted"));
}
