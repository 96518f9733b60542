import type { Contract } from "@/lib/contracts/contract";
import { AppError } from "@/lib/kernel/app-error";

/** Far above what any endpoint needs. */
const MAX_BYTES = 256 * 1024;

/**
 * The body's text as JSON; undefined when there is none.
 * @param type the Content-Type, null when the request names none
 * @throws AppError invalid when it is not JSON
 */
export function parseBody(
  text: string,
  type: string | null,
  { isOAuth }: Pick<Contract, "isOAuth"> = {},
): unknown {
  if (text === "") {
    return undefined;
  }
  if (isOAuth && type !== null && /^application\/x-www-form-urlencoded\b/i.test(type)) {
    return Object.fromEntries(new URLSearchParams(text));
  }
  if (type !== null && !/^application\/(?:[\w.+-]+\+)?json\b/i.test(type)) {
    throw new AppError(
      "invalid",
      `The body is ${/^[\w.+/-]{1,64}/.exec(type)?.[0] ?? "something else"}; send it as application/json.`,
      [{ path: "body", code: "model_attributes_type", message: "expected application/json" }],
    );
  }
  return parseJson(text);
}

/**
 * For a library that parses by itself: a body that says it is JSON must be JSON.
 * @throws AppError invalid
 */
export function assertBodyFits(text: string, type: string | null): void {
  if (type?.includes("json")) {
    parseJson(text);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const fault = `not valid JSON${placeIn(error)}`;
    throw new AppError("invalid", `The body is ${fault}; correct it and send again.`, [
      { path: "body", code: "json_invalid", message: fault },
    ]);
  }
}

/** The engine's own message quotes the body, which may tell of patients; only the place is passed on. */
function placeIn(error: unknown): string {
  const message = error instanceof Error ? error.message : "";
  const [, place] = /( at position \d+)(?: \(line \d+ column \d+\))?$/.exec(message) ?? [];
  return place ?? "";
}

/**
 * The body as text; empty when there is none.
 * @throws AppError too_large above 256 KiB
 */
export async function readText(request: Request): Promise<string> {
  const declared = request.headers.get("content-length");
  if (declared !== null) {
    refuseAbove(Number(declared));
    return Number(declared) === 0 ? "" : request.text();
  }
  return request.body === null ? "" : readStream(request.body);
}

/** A body of unknown length is read only as far as the limit. */
async function readStream(stream: ReadableStream<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.byteLength;
    refuseAbove(size);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function refuseAbove(bytes: number): void {
  if (bytes > MAX_BYTES) {
    throw new AppError(
      "too_large",
      `The body is larger than ${MAX_BYTES / 1024} KiB; send less, in several requests if need be.`,
    );
  }
}
