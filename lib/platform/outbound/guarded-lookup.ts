import dns from "node:dns";
import type { LookupFunction } from "node:net";
import { judgeAddress } from "./judge-address";

/** The address is inside the house, or http outside it; told to the operator, never retried elsewhere. */
class RefusedAddressError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "RefusedAddressError";
  }
}

/**
 * A name lookup for one connection that fails when any address behind the name must not be
 * reached. The connection is made to the very addresses judged here, so a name that changes its
 * mind in between gains nothing.
 */
export function guardedLookup(
  isEncrypted: boolean,
  allowedNetworks: readonly string[],
): LookupFunction {
  return (hostname, options, callback) => {
    dns.lookup(hostname, { ...options, all: true }, (error, addresses) => {
      const refusal = error ?? refusalOf(hostname, addresses, { isEncrypted, allowedNetworks });
      const [first] = addresses ?? [];
      if (refusal || !first) {
        callback(refusal ?? new Error(`${hostname} has no address`), []);
      } else if (options.all) {
        callback(null, addresses);
      } else {
        callback(null, first.address, first.family);
      }
    });
  };
}

/** @throws RefusedAddressError when the connection must not be made */
export function assertReachable(
  hostname: string,
  address: string,
  rules: { isEncrypted: boolean; allowedNetworks: readonly string[] },
): void {
  const refusal = refusalOf(hostname, [{ address }], rules);
  if (refusal) {
    throw refusal;
  }
}

function refusalOf(
  hostname: string,
  addresses: readonly { address: string }[],
  rules: { isEncrypted: boolean; allowedNetworks: readonly string[] },
): RefusedAddressError | null {
  for (const { address } of addresses) {
    const verdict = judgeAddress(address, rules.allowedNetworks);
    if (verdict === "refused") {
      return new RefusedAddressError(
        `${hostname} stands for ${address}, which is not a public address; change the endpoint's url, or name the network in WEBHOOK_ALLOWED_NETWORKS`,
      );
    }
    if (verdict === "public" && !rules.isEncrypted) {
      return new RefusedAddressError(
        `${hostname} stands for ${address}, and http may leave for allowed networks only; use https`,
      );
    }
  }
  return null;
}
