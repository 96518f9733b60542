import { invalidField } from "@/lib/kernel/app-error";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import type { EventFilter } from "./event-filter";
import { followEvents } from "./follow-events";
import { assertRoomForStream, registerStream } from "./open-streams";

const ASK_AGAIN_MS = 10_000;

interface FollowQuery extends EventFilter {
  last_event_id?: number | undefined;
}

/**
 * An endless answer with what happens from now on, or from after the event the client saw last.
 * @param header the Last-Event-ID header, which goes before the parameter
 * @throws AppError unavailable when too many are open
 */
export function openEventStream(
  ctx: Context,
  { last_event_id, ...filter }: FollowQuery,
  header: string | null,
): ReadableStream<Uint8Array> {
  requirePermission(ctx, "events:read");
  const resumeAfter = header ? positionIn(header) : last_event_id;
  assertRoomForStream(readerOf(ctx));
  const ending = new AbortController();
  return toByteStream(followUntilEnd(ctx, { resumeAfter, filter }, ending), ending);
}

function readerOf({ tenantId, actor }: Context): string {
  return `${tenantId}/${actor.kind}/${actor.id}`;
}

/** On the list from the first read on, for an answer to HEAD is never read. */
async function* followUntilEnd(
  ctx: Context,
  from: Parameters<typeof followEvents>[1],
  ending: AbortController,
): AsyncGenerator<string, void> {
  const unregister = registerStream(ending, readerOf(ctx));
  const unwatch = watchCaller(ctx, ending);
  try {
    yield* followEvents(ctx, from, ending.signal);
  } finally {
    unwatch();
    unregister();
  }
}

/** A stream does not outlive the session, the role or the key that it was opened with. */
function watchCaller({ isStillAllowed }: Context, ending: AbortController): () => void {
  const ask = async () => {
    if ((await isStillAllowed?.().catch(() => false)) === false) {
      ending.abort();
    }
  };
  const timer = setInterval(() => void ask(), ASK_AGAIN_MS).unref();
  return () => clearInterval(timer);
}

/** Pulled by the reader, so a slow client makes us read later, not keep more. */
function toByteStream(
  events: AsyncGenerator<string, void>,
  ending: AbortController,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const next = await events.next();
        if (next.done) {
          controller.close();
        } else {
          controller.enqueue(encoder.encode(next.value));
        }
      },
      cancel: async () => {
        ending.abort();
        await events.return();
      },
    },
    { highWaterMark: 0 },
  );
}

const POSITION = /^\d{1,15}$/;

function positionIn(header: string): number {
  if (!POSITION.test(header)) {
    throw invalidField(
      "header.last-event-id",
      "int_parsing",
      "Last-Event-ID is not an id of this stream; send the id of the last event you saw, or nothing.",
    );
  }
  return Number(header);
}
