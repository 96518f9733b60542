import { AppError } from "@/lib/kernel/app-error";
import { processSingleton } from "@/lib/platform/process-singleton";
import { wakeUp } from "@/lib/platform/wake-up";

const MAX_OPEN = 500;
/** One caller's mistake must leave room for the others. */
const MAX_OPEN_PER_ACTOR = 50;
/** Events that another process passed on wake nobody here, so everyone looks this often. */
const POLL_MS = 1000;

interface OpenStreams {
  /** with who reads each */
  readonly open: Map<AbortController, string>;
  poll: NodeJS.Timeout | null;
  isClosed: boolean;
}

/** Of both lanes. */
const streams = () =>
  processSingleton<OpenStreams>("open event streams", () => ({
    open: new Map(),
    poll: null,
    isClosed: false,
  }));

/** @throws AppError unavailable when this process or this reader has as many as it can, or stops */
export function assertRoomForStream(reader: string): void {
  const { open, isClosed } = streams();
  if (isClosed || open.size >= MAX_OPEN) {
    throw new AppError(
      "unavailable",
      `No more event streams can be opened here (${open.size} are); try again in a few seconds, or poll GET /api/events.`,
    );
  }
  const own = [...open.values()].filter((one) => one === reader).length;
  if (own >= MAX_OPEN_PER_ACTOR) {
    throw new AppError(
      "unavailable",
      `You have ${own} event streams open here, and no more are allowed; close one, or poll GET /api/events.`,
    );
  }
}

/** @returns how to take it off the list */
export function registerStream(stream: AbortController, reader: string): () => void {
  const list = streams();
  list.open.set(stream, reader);
  // One poll for all, so that they look in the same moment and share one query.
  list.poll ??= setInterval(() => wakeUp("stream"), POLL_MS).unref();
  if (list.isClosed) {
    stream.abort();
  }
  return () => {
    list.open.delete(stream);
    if (list.open.size === 0 && list.poll) {
      clearInterval(list.poll);
      list.poll = null;
    }
  };
}

/** Ends every open stream and opens no more: an endless answer would hold up the process's end. */
export function closeEventStreams(): void {
  const list = streams();
  list.isClosed = true;
  for (const stream of list.open.keys()) {
    stream.abort();
  }
}
