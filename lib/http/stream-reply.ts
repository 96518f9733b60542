import type { Answer } from "@/lib/kernel/answer";

/** An answer that has no end: server-sent events. */
export class StreamReply {
  readonly #events: ReadableStream<Uint8Array>;

  constructor(events: ReadableStream<Uint8Array>) {
    this.#events = events;
  }

  toAnswer(): Answer {
    return {
      status: 200,
      headers: {
        "content-type": "text/event-stream",
        // Nobody in between may compress it, for that collects events before it passes them on.
        "cache-control": "no-store, no-transform",
        "x-accel-buffering": "no",
      },
      body: "",
      stream: this.#events,
    };
  }
}
