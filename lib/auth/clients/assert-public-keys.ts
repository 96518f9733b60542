import { importJWK, type JWK } from "jose";
import { invalidField } from "@/lib/kernel/app-error";
import { judgeOutboundUrl } from "@/lib/platform/outbound/judge-outbound-url";
import { getSettings } from "@/lib/platform/settings";

const MIN_RSA_BITS = 2048;
/** d: private; k: a shared secret, which is no key pair at all */
const PRIVATE_PARTS = ["d", "k"] as const;
const ALGORITHM_OF: Readonly<Record<string, string>> = { RSA: "RS384", EC: "ES384", OKP: "EdDSA" };

/**
 * The keys of a partner system are given or fetched, and public.
 * @throws AppError invalid
 */
export async function assertPublicKeys(given: {
  jwks: { keys: readonly JWK[] } | null;
  jwksUrl: string | null;
}): Promise<void> {
  if ((given.jwks === null) === (given.jwksUrl === null)) {
    throw invalidField(
      "body.jwks",
      "one_of",
      "Give either jwks, the public keys themselves, or jwks_url, where they are fetched.",
    );
  }
  if (given.jwksUrl !== null) {
    assertUrl(given.jwksUrl);
  }
  for (const [i, key] of (given.jwks?.keys ?? []).entries()) {
    const fault = await faultOf(key);
    if (fault !== null) {
      throw invalidField(`body.jwks.keys.${i}`, "jwk", fault);
    }
  }
}

function assertUrl(url: string): void {
  const fault = judgeOutboundUrl(url, getSettings().webhooks.allowedNetworks);
  if (fault) {
    throw invalidField("body.jwks_url", fault.code, fault.message);
  }
}

async function faultOf(key: JWK): Promise<string | null> {
  if (PRIVATE_PARTS.some((part) => key[part] !== undefined)) {
    return "This key holds its private part; give the public key alone, and make a new pair, for this one has been shown.";
  }
  const algorithm = key.alg ?? ALGORITHM_OF[key.kty ?? ""];
  if (algorithm === undefined) {
    return "The key must be an RSA, EC or Ed25519 public key.";
  }
  try {
    const imported = await importJWK(key, algorithm);
    const bits =
      imported instanceof Uint8Array
        ? 0
        : (imported.algorithm as RsaHashedKeyAlgorithm).modulusLength;
    return bits !== undefined && bits < MIN_RSA_BITS
      ? `An RSA key needs at least ${MIN_RSA_BITS} bits.`
      : null;
  } catch (error) {
    return `The key cannot be read: ${(error as Error).message}`;
  }
}
