import { sharedSecretFaults } from "./shared-secret-faults";

/** Settings that mean something only together. */
const PAIRS = [
  ["BLADNIR_ADMIN_EMAIL", "BLADNIR_ADMIN_PASSWORD"],
  ["OIDC_ISSUER", "OIDC_CLIENT_ID"],
  ["OIDC_ISSUER", "OIDC_CLIENT_SECRET"],
] as const;
const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** What is wrong with settings that are right each by itself, one line per fault. */
export function faultsTogether(given: Record<string, string>, isProduction: boolean): string[] {
  const faults = PAIRS.flatMap(([one, other]) => {
    const missing = [one, other].filter((name) => !given[name]);
    return missing.length === 1
      ? [`${missing[0]}: required together with ${one === missing[0] ? other : one}`]
      : [];
  });
  return [
    ...faults,
    ...publicUrlFaults(given, isProduction),
    ...(isProduction ? sharedSecretFaults(given) : []),
  ];
}

/** In production cookies, and the names that tokens are addressed to, rest on it, never on a header. */
function publicUrlFaults(given: Record<string, string>, isProduction: boolean): string[] {
  const url = given["NEXTAUTH_URL"];
  if (!url && isProduction) {
    return [
      "NEXTAUTH_URL: required when ENVIRONMENT=production; give the address that people use, as in https://tower.example.com",
    ];
  }
  if (!url) {
    return given["OIDC_ISSUER"]
      ? ["NEXTAUTH_URL: required with OIDC_ISSUER, which sends people back there"]
      : [];
  }
  return !isProduction || !URL.canParse(url) || isSafe(new URL(url))
    ? []
    : [
        "NEXTAUTH_URL: must begin with https:// in production, unless its host is this machine (localhost)",
      ];
}

function isSafe({ protocol, hostname }: URL): boolean {
  return protocol === "https:" || (protocol === "http:" && LOOPBACK.has(hostname));
}
