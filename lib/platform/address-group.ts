import ipaddr from "ipaddr.js";

const IPV6_SITE_BITS = 64;

/** One name for all addresses that one line holds: an IPv4 address, or the /64 of an IPv6 one. */
export function addressGroup(ip: string | null): string {
  if (ip === null || !ipaddr.isValid(ip)) {
    return "unknown";
  }
  const address = ipaddr.process(ip);
  return address.kind() === "ipv4"
    ? address.toString()
    : ipaddr.IPv6.networkAddressFromCIDR(`${address}/${IPV6_SITE_BITS}`).toString();
}
