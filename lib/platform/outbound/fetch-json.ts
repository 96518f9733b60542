import http from "node:http";
import https from "node:https";
import { isIP } from "node:net";
import { assertReachable, guardedLookup } from "./guarded-lookup";

const TIMEOUT_MS = 5000;
const MAX_BYTES = 64 * 1024;

/**
 * Reads a small JSON document from an address that somebody else named. Redirects are not followed.
 * @throws Error when the address must not be reached, or anything but JSON comes back
 */
export async function fetchJson(url: string, allowedNetworks: readonly string[]): Promise<unknown> {
  const target = new URL(url);
  const isEncrypted = target.protocol === "https:";
  const host = target.hostname.replace(/^\[|\]$/g, "");
  if (isIP(host) !== 0) {
    // Node asks no lookup for these.
    assertReachable(host, host, { isEncrypted, allowedNetworks });
  }
  const text = await new Promise<string>((resolve, reject) => {
    const request = (isEncrypted ? https : http).request(target, {
      agent: false,
      lookup: guardedLookup(isEncrypted, allowedNetworks),
      headers: { accept: "application/json", "user-agent": "ControlTower/1" },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    request.on("error", reject);
    request.on("response", (response) => {
      if (response.statusCode !== 200) {
        response.destroy();
        reject(new Error(`${url} answered ${response.statusCode}`));
        return;
      }
      readAll(response).then(resolve, reject);
    });
    request.end();
  });
  return JSON.parse(text);
}

async function readAll(response: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.byteLength;
    if (bytes > MAX_BYTES) {
      throw new Error(`the answer is larger than ${MAX_BYTES / 1024} KiB`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
