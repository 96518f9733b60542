import { request as open } from "node:http";
import { text as readText } from "node:stream/consumers";
import type { ApiAnswer } from "../../support/api";
import type { ServerUnderTest } from "./use-server";

const PIECE = 16 * 1024;

/** Sends the first half of a JSON body, does something, and only then sends the rest. */
export async function sendSlowly(
  server: ServerUnderTest,
  sent: { method: string; path: string; body: object; headers: Record<string, string> },
  meanwhile: () => Promise<unknown>,
): Promise<ApiAnswer> {
  const { outgoing, answered } = begin(server, sent);
  const body = JSON.stringify(sent.body);
  outgoing.write(body.slice(0, 5));
  await meanwhile();
  outgoing.end(body.slice(5));
  return answered;
}

/** Sends a JSON body without a Content-Length, piece by piece, whatever the server says meanwhile. */
export async function sendInPieces(
  server: ServerUnderTest,
  method: string,
  path: string,
  body: string,
): Promise<ApiAnswer> {
  const { outgoing, answered } = begin(server, { method, path });
  for (let from = 0; from < body.length; from += PIECE) {
    outgoing.write(body.slice(from, from + PIECE));
  }
  outgoing.end();
  return answered;
}

function begin(
  server: ServerUnderTest,
  sent: { method: string; path: string; headers?: Record<string, string> },
) {
  const outgoing = open(new URL(sent.path, server.url), {
    method: sent.method,
    headers: { "content-type": "application/json", ...sent.headers },
  });
  const answered = new Promise<ApiAnswer>((resolve, reject) => {
    outgoing.once("error", reject);
    outgoing.once("response", (response) => {
      const headers = new Headers(response.headers as Record<string, string>);
      readText(response).then((text) => {
        resolve({ status: response.statusCode ?? 0, headers, text, json: JSON.parse(text) });
      }, reject);
    });
  });
  return { outgoing, answered };
}
