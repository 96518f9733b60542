import { setImmediate } from "node:timers/promises";
import type { StreamEventAnswer } from "@/lib/contracts/events";
import type { Context } from "@/lib/kernel/context";
import { type EventFilter, isWanted } from "./event-filter";
import { readShared } from "./read-shared";
import { findNewestPosition, findPrunedPosition } from "./stream-repository";
import { listenForEvents } from "./wait-for-event";

const EVENTS_AT_A_TIME = 200;
const KEEP_ALIVE_MS = 15_000;
const RECONNECT_MS = 2000;

/**
 * The stream as server-sent events, without end until `signal` says so. First `gap` when events
 * after `resumeAfter` are no longer known, then `ready` with the position it goes on from.
 */
export async function* followEvents(
  ctx: Context,
  { resumeAfter, filter }: { resumeAfter: number | undefined; filter: EventFilter },
  signal: AbortSignal,
): AsyncGenerator<string, void> {
  const bell = listenForEvents(signal);
  try {
    const start = await findStart(ctx, resumeAfter);
    let position = start.position;
    yield opening(start);
    let sentAt = performance.now();
    while (!signal.aborted) {
      const batch = await readShared(ctx, position, EVENTS_AT_A_TIME);
      position = Number(batch.at(-1)?.id ?? position);
      const wanted = batch.filter((event) => isWanted(ctx, event, filter));
      if (wanted.length > 0) {
        yield wanted.map(toServerSentEvent).join("");
        sentAt = performance.now();
      } else if (performance.now() - sentAt >= KEEP_ALIVE_MS) {
        // Without data it is no event, but the client resumes after what it has been spared.
        yield `: keep-alive\nid: ${position}\n\n`;
        sentAt = performance.now();
      }
      if (batch.length < EVENTS_AT_A_TIME) {
        await bell.wait(sentAt + KEEP_ALIVE_MS - performance.now());
      } else {
        // A long way to catch up, through events that nobody may want; others get their turn.
        await setImmediate();
      }
    }
  } finally {
    bell.stop();
  }
}

interface Start {
  position: number;
  /** the position that events are missing after */
  gapAfter: number | null;
}

/** A position that is not known any more, or never was, begins at what is. */
async function findStart(ctx: Context, resumeAfter: number | undefined): Promise<Start> {
  const newest = await findNewestPosition(ctx);
  if (resumeAfter === undefined) {
    return { position: newest, gapAfter: null };
  }
  if (resumeAfter > newest) {
    return { position: newest, gapAfter: resumeAfter };
  }
  const pruned = await findPrunedPosition(ctx);
  return resumeAfter < pruned
    ? { position: pruned, gapAfter: resumeAfter }
    : { position: resumeAfter, gapAfter: null };
}

/** `ready` carries an id, so that a client cut off before the first event misses nothing either. */
function opening({ position, gapAfter }: Start): string {
  const gap =
    gapAfter === null
      ? ""
      : block("gap", { after: String(gapAfter), resumed_after: String(position) });
  return `retry: ${RECONNECT_MS}\n\n${gap}id: ${position}\n${block("ready", { position: String(position) })}`;
}

function toServerSentEvent(event: StreamEventAnswer): string {
  return `id: ${event.id}\n${block(event.type, event)}`;
}

function block(type: string, data: object): string {
  return `event: ${type}\ndata: ${JSON.stringify(data)}\n\n`;
}
