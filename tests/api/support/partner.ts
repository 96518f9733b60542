import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { request } from "../../support/api";
import { KEYS } from "./keys";
import type { ServerUnderTest } from "./use-server";

export const ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/** Another system with a key pair of its own. */
export interface Partner {
  id: string;
  kid: string;
  privateKey: CryptoKey;
  publicKey: CryptoKey;
}

/** Makes a key pair and registers its public half. */
export async function registerPartner(
  server: ServerUnderTest,
  alg = "ES384",
  more: object = {},
): Promise<Partner> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  const kid = `key-${crypto.randomUUID()}`;
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid, alg, use: "sig" }] };
  const body = { name: "Partner", role: "technician", jwks, ...more };
  const answer = await request(server, "POST", "/api/clients", body, { "x-api-key": KEYS.admin });
  if (answer.status !== 201) {
    throw new Error(answer.text);
  }
  return { id: answer.json.id, kid, privateKey, publicKey };
}

export function assertionClaims(server: ServerUnderTest, id: string, more: object = {}) {
  return {
    iss: id,
    sub: id,
    aud: `${server.url}/api/oauth/token`,
    jti: crypto.randomUUID(),
    exp: Math.floor(Date.now() / 1000) + 240,
    ...more,
  };
}

export function signAssertion(
  server: ServerUnderTest,
  by: Partner,
  more: object = {},
  header: { alg?: string; kid?: string } = {},
): Promise<string> {
  return new SignJWT(assertionClaims(server, by.id, more))
    .setProtectedHeader({ alg: "ES384", kid: by.kid, ...header })
    .sign(by.privateKey);
}
