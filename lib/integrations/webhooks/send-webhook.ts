import http from "node:http";
import https from "node:https";
import { isIP } from "node:net";
import { assertReachable, guardedLookup } from "@/lib/platform/outbound/guarded-lookup";

const TIMEOUT_MS = 10_000;
const MAX_ANSWER_BYTES = 4096;

export type SendResult = { kind: "answered"; status: number } | { kind: "failed"; error: string };

interface Message {
  url: string;
  body: string;
  headers: Record<string, string>;
  allowedNetworks: readonly string[];
}

/** Posts a message once. Redirects are answers like any other; whatever goes wrong is a result. */
export async function sendWebhook(message: Message, signal: AbortSignal): Promise<SendResult> {
  try {
    return { kind: "answered", status: await post(message, signal) };
  } catch (error) {
    return { kind: "failed", error: describe(error) };
  }
}

function post({ url, body, headers, allowedNetworks }: Message, signal: AbortSignal) {
  signal.throwIfAborted();
  const target = new URL(url);
  const isEncrypted = target.protocol === "https:";
  const host = target.hostname.replace(/^\[|\]$/g, "");
  if (isIP(host) !== 0) {
    // Node asks no lookup for these.
    assertReachable(host, host, { isEncrypted, allowedNetworks });
  }
  return new Promise<number>((resolve, reject) => {
    const request = (isEncrypted ? https : http).request(target, {
      method: "POST",
      // A connection of its own each time, to the addresses that were just judged.
      agent: false,
      lookup: guardedLookup(isEncrypted, allowedNetworks),
      headers: {
        ...headers,
        "content-type": "application/cloudevents+json; charset=utf-8",
        "content-length": Buffer.byteLength(body),
        "user-agent": "ControlTower-Webhooks/1",
      },
    });
    const stop = (reason: unknown) => request.destroy(reason instanceof Error ? reason : undefined);
    const timer = setTimeout(
      () => stop(new Error(`no answer within ${TIMEOUT_MS / 1000} s`)),
      TIMEOUT_MS,
    );
    const onAbort = () => stop(new Error("the attempt was stopped"));
    signal.addEventListener("abort", onAbort, { once: true });
    let hasAnswered = false;
    request.on("close", () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", onAbort);
      if (!hasAnswered) {
        reject(new Error("the connection was closed without an answer"));
      }
    });
    request.on("error", reject);
    request.on("upgrade", (response, socket) => {
      socket.destroy();
      resolve(response.statusCode ?? 0);
    });
    request.on("response", (response) => {
      hasAnswered = true;
      discard(response);
      response.on("close", () => resolve(response.statusCode ?? 0));
    });
    request.end(body);
  });
}

/** The status says all; the rest is read only so that a polite receiver can finish. */
function discard(response: http.IncomingMessage): void {
  let bytes = 0;
  response.on("error", () => undefined);
  response.on("data", (chunk: Buffer) => {
    bytes += chunk.byteLength;
    if (bytes > MAX_ANSWER_BYTES) {
      response.destroy();
    }
  });
}

/** A connection tried at several addresses fails with an error for each. */
function describe(error: unknown): string {
  if (error instanceof AggregateError) {
    return error.errors.map(describe).join("; ");
  }
  return error instanceof Error ? error.message : String(error);
}
