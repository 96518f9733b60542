import {
  readEntriesAfter,
  readHighestEntryId,
  readHighestEntryIdBefore,
} from "@/lib/audit/read-entries-after";
import type { Context } from "@/lib/kernel/context";
import { keepBooks } from "@/lib/kernel/transaction";
import { eventsAtATime, fanOut } from "../webhooks/fan-out";
import { findEnabledWebhooks } from "../webhooks/webhook-repository";
import { missingIds, nextGaps } from "./gaps";
import { keptSince } from "./prune-events";
import { isTold, toStreamEvent } from "./stream-event";
import {
  findEventsOfEntries,
  findHead,
  holdHead,
  insertEvents,
  writeHead,
} from "./stream-repository";

const MAX_ENTRIES = 500;

/**
 * Turns audit entries that have become visible into events, each once, whoever else does the same.
 * @returns whether there may be more at once
 */
export async function relayOnce(ctx: Context): Promise<boolean> {
  if (!(await hasWork(ctx))) {
    return false;
  }
  return keepBooks(ctx, async (tx) => {
    const head = await holdHead(tx, () => readHighestEntryIdBefore(tx, keptSince(tx)));
    const webhooks = await findEnabledWebhooks(tx);
    const limit = Math.min(MAX_ENTRIES, eventsAtATime(webhooks));
    const read = await readEntriesAfter(tx, {
      after: head.auditEntryId,
      missing: missingIds(head.gaps),
      limit,
    });
    const { late, fresh } = read;
    const told = [...late, ...fresh].filter(isTold);
    await insertEvents(tx, told.map(toStreamEvent));
    await fanOut(tx, webhooks, () =>
      findEventsOfEntries(
        tx,
        told.map(({ id }) => id),
      ),
    );
    const gaps = nextGaps(
      head.gaps,
      { ...read, head: head.auditEntryId, isUpToDate: !read.hasMore },
      tx.now().getTime(),
    );
    if (fresh.length > 0 || gaps.length !== head.gaps.length || late.length > 0) {
      await writeHead(tx, { auditEntryId: fresh.at(-1)?.id ?? head.auditEntryId, gaps });
    }
    if (told.length > 0) {
      tx.wakeUps.add("stream");
    }
    return read.hasMore;
  });
}

/** Two reads, so that nothing is locked while nothing happens. */
async function hasWork(ctx: Context): Promise<boolean> {
  const head = await findHead(ctx);
  return !head || head.gaps.length > 0 || (await readHighestEntryId(ctx)) > head.auditEntryId;
}
