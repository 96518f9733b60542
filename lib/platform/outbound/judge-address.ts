import ipaddr from "ipaddr.js";

/** All that is given out for the public Internet; what lies outside reaches nobody, or somebody inside. */
const GLOBAL_IPV6 = "2000::/3";

type Verdict = "public" | "allowed" | "refused";

/**
 * Whether we may connect to an address. Only public unicast ones, so nobody can make us knock on
 * doors inside the house; beyond these what WEBHOOK_ALLOWED_NETWORKS names.
 * @param allowedNetworks in CIDR notation
 */
export function judgeAddress(address: string, allowedNetworks: readonly string[]): Verdict {
  if (!ipaddr.isValid(address)) {
    return "refused";
  }
  // An IPv4 address in IPv6 clothes counts as what it is.
  const parsed = ipaddr.process(address);
  if (allowedNetworks.some((network) => isInside(parsed, network))) {
    return "allowed";
  }
  const isGlobal = parsed.kind() === "ipv4" || isInside(parsed, GLOBAL_IPV6);
  return isGlobal && parsed.range() === "unicast" ? "public" : "refused";
}

/** @param network in CIDR notation */
export function isInside(address: ipaddr.IPv4 | ipaddr.IPv6, network: string): boolean {
  const [base, bits] = ipaddr.parseCIDR(network);
  return address.kind() === base.kind() && address.match(base, bits);
}
