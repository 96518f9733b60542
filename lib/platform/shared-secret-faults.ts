import { candidatesIn } from "./parse-api-keys";

const SECRETS = ["NEXTAUTH_SECRET", "ENCRYPTION_KEY", "AUDIT_SIGNING_KEY", "OIDC_CLIENT_SECRET"];

/**
 * One line for each pair of settings that hold the same secret: whoever learns one of them must not
 * have the other. Two API keys are compared where they are read.
 */
export function sharedSecretFaults(given: Record<string, string>): string[] {
  const secrets = SECRETS.map((variable) => ({ variable, value: given[variable] ?? "" }));
  const keys = candidatesIn(given).map(({ variable, key }) => ({ variable, value: key }));
  return secrets.flatMap(({ variable, value }, place) =>
    [...keys, ...secrets.slice(0, place)]
      .filter((other) => value !== "" && other.value === value)
      .map((other) => `${variable}: the same as ${other.variable}; give each its own secret`),
  );
}
