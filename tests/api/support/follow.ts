export interface ServerSentEvent {
  id: string | null;
  type: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests reach into events and assert on what they find
  data: any;
}

export interface Follower {
  /** all that came so far, `ready` and `gap` among it */
  readonly received: ServerSentEvent[];
  /** resolves once the stream has ended, by whichever side */
  readonly ended: Promise<void>;
  /** resolves once `ready` has come */
  readonly ready: Promise<void>;
  disconnect(): void;
}

/** Opens an event stream and collects what comes. @throws Error when it is not answered with 200 */
export async function follow(
  server: { readonly url: string },
  path = "/api/events/stream",
  headers: Record<string, string> = {},
): Promise<Follower> {
  const aborter = new AbortController();
  const response = await fetch(new URL(path, server.url), { headers, signal: aborter.signal });
  if (response.status !== 200 || response.body === null) {
    throw new Error(`${response.status}: ${await response.text()}`);
  }
  const received: ServerSentEvent[] = [];
  let isReady = () => {};
  const ready = new Promise<void>((resolve) => {
    isReady = resolve;
  });
  const read = async (body: ReadableStream<Uint8Array>): Promise<void> => {
    for await (const event of eventsIn(body)) {
      received.push(event);
      if (event.type === "ready") {
        isReady();
      }
    }
  };
  const ended = read(response.body).catch(() => undefined);
  return { received, ended, ready, disconnect: () => aborter.abort() };
}

/** Facts alone, without `ready` and `gap`. */
export function factsOf({ received }: Follower): ServerSentEvent[] {
  return received.filter(({ type }) => type !== "ready" && type !== "gap");
}

async function* eventsIn(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerSentEvent> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of body) {
    const blocks = (text + decoder.decode(chunk, { stream: true })).split("\n\n");
    text = blocks.pop() ?? "";
    yield* blocks.map(parseBlock).filter((event) => event !== null);
  }
}

/** As https://html.spec.whatwg.org/multipage/server-sent-events.html has it; null without data. */
function parseBlock(block: string): ServerSentEvent | null {
  const lines = block.split("\n").filter((line) => !line.startsWith(":"));
  const fieldOf = (name: string) =>
    lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2) ?? null;
  const data = fieldOf("data");
  return data === null
    ? null
    : { id: fieldOf("id"), type: fieldOf("event") ?? "message", data: JSON.parse(data) };
}
