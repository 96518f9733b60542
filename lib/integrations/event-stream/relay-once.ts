import { hasUnread, readOn } from "@/lib/audit/reading/read-on";
import {
  type RecordedEntry,
  readHighestEntryIdBefore,
  readRecordedEntries,
} from "@/lib/audit/recorded-entries";
import type { Context, TransactionContext } from "@/lib/kernel/context";
import { keepBooks } from "@/lib/kernel/transaction";
import { eventsAtATime, fanOut } from "../webhooks/fan-out";
import { findEnabledWebhooks } from "../webhooks/webhook-repository";
import { keptSince } from "./prune-events";
import { isTold, toStreamEvent } from "./stream-event";
import { findEventsOfEntries, insertEvents } from "./stream-repository";

const MAX_ENTRIES = 500;
const NAME = "audit";

/**
 * Turns audit entries that have become visible into events, each once, whoever else does the same.
 * @returns whether there may be more at once
 */
export async function relayOnce(ctx: Context): Promise<boolean> {
  if (!(await hasUnread(ctx, NAME))) {
    return false;
  }
  return keepBooks(ctx, async (tx) => {
    let webhooks: Awaited<ReturnType<typeof findEnabledWebhooks>> = [];
    const reader = {
      name: NAME,
      limit: async () => {
        webhooks = await findEnabledWebhooks(tx);
        return Math.min(MAX_ENTRIES, eventsAtATime(webhooks));
      },
      readStart: () => readHighestEntryIdBefore(tx, keptSince(tx)),
      find: readRecordedEntries,
    };
    return readOn(tx, reader, (entries) => tell(tx, entries, webhooks));
  });
}

async function tell(
  tx: TransactionContext,
  entries: readonly RecordedEntry[],
  webhooks: Parameters<typeof fanOut>[1],
): Promise<void> {
  const told = entries.filter(isTold);
  await insertEvents(tx, told.map(toStreamEvent));
  await fanOut(tx, webhooks, () =>
    findEventsOfEntries(
      tx,
      told.map(({ id }) => id),
    ),
  );
  if (told.length > 0) {
    tx.wakeUps.add("stream");
  }
}
