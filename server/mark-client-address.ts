import type { IncomingMessage } from "node:http";
import { CLIENT_ADDRESS_HEADER } from "@/lib/auth/origin-of";
import { clientAddress } from "@/lib/platform/client-address";
import { getLogger } from "@/lib/platform/logger";
import { processSingleton } from "@/lib/platform/process-singleton";

/**
 * Tells both lanes who sends a request. Next reads `headers`, Hono `rawHeaders`; what a client
 * itself sends under the name is gone from both.
 */
export function markClientAddress(
  request: IncomingMessage,
  trustedProxies: readonly string[],
): void {
  const { headers, rawHeaders, socket } = request;
  const forwarded = headers["x-forwarded-for"];
  if (forwarded !== undefined && trustedProxies.length === 0) {
    warnOnce();
  }
  const peer = socket.remoteAddress ?? "";
  const address = clientAddress(peer, [forwarded ?? []].flat().join() || undefined, trustedProxies);
  headers[CLIENT_ADDRESS_HEADER] = address;
  for (let i = rawHeaders.length - 2; i >= 0; i -= 2) {
    if (rawHeaders[i]?.toLowerCase() === CLIENT_ADDRESS_HEADER) {
      rawHeaders.splice(i, 2);
    }
  }
  rawHeaders.push(CLIENT_ADDRESS_HEADER, address);
}

/** Behind a proxy that nobody has named, all callers would look like one. */
function warnOnce(): void {
  const warning = processSingleton("forwarded warning", () => ({ isGiven: false }));
  if (!warning.isGiven) {
    warning.isGiven = true;
    getLogger().warn(
      "a request came with X-Forwarded-For, which is not believed: name the proxy's network in TRUSTED_PROXIES, or every client counts as the proxy",
    );
  }
}
