import type { Answer } from "@/lib/kernel/answer";

const EVENT_STREAM = {
  "content-type": "text/event-stream",
  // Nobody in between may compress it, for that collects events before it passes them on.
  "cache-control": "no-store, no-transform",
  "x-accel-buffering": "no",
};

/** An answer that is not held in memory as a whole: server-sent events unless told. */
export class StreamReply {
  readonly #stream: ReadableStream<Uint8Array>;
  readonly #headers: Record<string, string>;

  constructor(stream: ReadableStream<Uint8Array>, headers: Record<string, string> = EVENT_STREAM) {
    this.#stream = stream;
    this.#headers = headers;
  }

  /** A file to keep, whose parts are made as the client reads. */
  static download(
    parts: AsyncGenerator<string, void>,
    { name, contentType }: { name: string; contentType: string },
  ): StreamReply {
    const headers = {
      "content-type": contentType,
      "content-disposition": `attachment; filename="${name}"`,
      "cache-control": "no-store",
    };
    return new StreamReply(toByteStream(parts), headers);
  }

  toAnswer(): Answer {
    return { status: 200, headers: this.#headers, body: "", stream: this.#stream };
  }
}

function toByteStream(parts: AsyncGenerator<string, void>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const next = await parts.next();
        if (next.done) {
          controller.close();
        } else {
          controller.enqueue(encoder.encode(next.value));
        }
      },
      cancel: async () => {
        await parts.return();
      },
    },
    { highWaterMark: 0 },
  );
}
