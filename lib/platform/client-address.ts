import ipaddr from "ipaddr.js";
import { isInside } from "./outbound/judge-address";

/** `203.0.113.7:4711` and `[2001:db8::1]:4711`, as some proxies write it. */
const WITH_PORT = /^(?:\[([^\]]+)\](?::\d+)?|(\d+\.\d+\.\d+\.\d+):\d+)$/;

/**
 * Who has sent a request: the other end of the connection, or, where that is a proxy we trust, the
 * right-most address in X-Forwarded-For that is none. What stands further left anybody may have written.
 * @param trustedProxies in CIDR notation
 */
export function clientAddress(
  peer: string,
  forwardedFor: string | undefined,
  trustedProxies: readonly string[],
): string {
  if (trustedProxies.length === 0 || forwardedFor === undefined) {
    return plain(peer) ?? peer;
  }
  const hops = [...forwardedFor.split(",").map((hop) => hop.trim()), peer].reverse();
  let nearest = "";
  for (const hop of hops) {
    const address = plain(hop);
    if (address === null) {
      return nearest;
    }
    nearest = address;
    if (!isTrusted(address, trustedProxies)) {
      return address;
    }
  }
  return nearest;
}

function isTrusted(address: string, trustedProxies: readonly string[]): boolean {
  const parsed = ipaddr.process(address);
  return trustedProxies.some((network) => isInside(parsed, network));
}

/** One spelling for each address, IPv4 without its IPv6 clothes; null for what is none. */
function plain(hop: string): string | null {
  const [, ipv6, ipv4] = WITH_PORT.exec(hop) ?? [];
  const address = ipv6 ?? ipv4 ?? hop;
  return ipaddr.isValid(address) ? ipaddr.process(address).toString() : null;
}
