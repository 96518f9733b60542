import { isIP } from "node:net";
import { judgeAddress } from "./judge-address";

export interface UrlFault {
  code: "url_parsing" | "url_scheme" | "url_credentials" | "url_address";
  message: string;
}

const LOOPBACK_NAME = /(?:^|\.)localhost\.?$/i;
const LOOPBACK = "127.0.0.1";

/**
 * What is wrong with an address before anybody looks up its name; null when nothing is. Names are
 * judged again by what they stand for whenever we connect.
 */
export function judgeOutboundUrl(
  text: string,
  allowedNetworks: readonly string[],
): UrlFault | null {
  if (!URL.canParse(text)) {
    return {
      code: "url_parsing",
      message: "This is no address; give one like https://example.com/hooks.",
    };
  }
  const url = new URL(text);
  if (url.username !== "" || url.password !== "") {
    return {
      code: "url_credentials",
      message: "The address holds a user or password; leave them out, every call is signed.",
    };
  }
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    return { code: "url_scheme", message: `${url.protocol} cannot be called; use https.` };
  }
  const address = literalAddress(url);
  const verdict = address === null ? null : judgeAddress(address, allowedNetworks);
  if (verdict === "refused") {
    return {
      code: "url_address",
      message: `${url.hostname} is not a public address; use one, or name its network in WEBHOOK_ALLOWED_NETWORKS.`,
    };
  }
  const mayBePlain = verdict === "allowed" || (verdict === null && allowedNetworks.length > 0);
  if (url.protocol === "http:" && !mayBePlain) {
    return { code: "url_scheme", message: "http is not encrypted; use https." };
  }
  return null;
}

/** The address that a URL names without any lookup; null when it names a host. */
function literalAddress(url: URL): string | null {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (LOOPBACK_NAME.test(host)) {
    return LOOPBACK;
  }
  return isIP(host) === 0 ? null : host;
}
