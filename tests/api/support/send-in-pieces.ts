import { request as open } from "node:http";
import { text as readText } from "node:stream/consumers";
import type { ApiAnswer } from "../../support/api";
import type { ServerUnderTest } from "./use-server";

const PIECE = 16 * 1024;

/** Sends a JSON body without a Content-Length, piece by piece, whatever the server says meanwhile. */
export async function sendInPieces(
  server: ServerUnderTest,
  method: string,
  path: string,
  body: string,
): Promise<ApiAnswer> {
  const outgoing = open(new URL(path, server.url), {
    method,
    headers: { "content-type": "application/json" },
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
  for (let from = 0; from < body.length; from += PIECE) {
    outgoing.write(body.slice(from, from + PIECE));
  }
  outgoing.end();
  return answered;
}
