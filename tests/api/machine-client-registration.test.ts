import { exportJWK, generateKeyPair } from "jose";
import { describe, expect, test } from "vitest";
import { request } from "../support/api";
import { LANES } from "../support/server";
import { expectProblem } from "./support/expect-answer";
import { KEYS, PRODUCTION } from "./support/keys";
import { useServer } from "./support/use-server";

const ADMIN = { "x-api-key": KEYS.admin };

describe.each(LANES)("partner systems over the %s lane", (lane) => {
  const server = useServer({ lane, env: { ...PRODUCTION, ENVIRONMENT: "development" } });

  test.each([
    ["both keys and an address", { jwks_url: "https://partner.example/jwks" }],
    ["neither", { jwks: null }],
    ["an address inside the house", { jwks: null, jwks_url: "https://10.0.0.1/jwks" }],
    ["an address that is not encrypted", { jwks: null, jwks_url: "http://93.184.216.34/jwks" }],
  ])("are not registered with %s", async (_, more) => {
    const { publicKey } = await generateKeyPair("ES384");
    const jwks = { keys: [await exportJWK(publicKey)] };
    const body = { name: "P", role: "technician", jwks, ...more };
    expectProblem(await request(server, "POST", "/api/clients", body, ADMIN), { status: 422 });
  });

  test("are not registered with a private key, a shared one or a short one", async () => {
    const { privateKey } = await generateKeyPair("ES384", { extractable: true });
    const short = { kty: "RSA", e: "AQAB", n: Buffer.alloc(128, 0xc3).toString("base64url") };
    const shared = { kty: "oct", k: "c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0" };
    for (const key of [await exportJWK(privateKey), shared, short, { kty: "EC" }, {}]) {
      const body = { name: "P", role: "technician", jwks: { keys: [key] } };
      const answer = await request(server, "POST", "/api/clients", body, ADMIN);
      expect([JSON.stringify(key).slice(0, 30), answer.status]).toEqual([
        JSON.stringify(key).slice(0, 30),
        422,
      ]);
    }
  });

  test("find where to ask at /.well-known", async () => {
    for (const path of ["smart-configuration", "oauth-authorization-server"]) {
      const { status, json } = await request(server, "GET", `/.well-known/${path}`);
      expect(status).toBe(200);
      expect(json).toMatchObject({
        issuer: server.url,
        token_endpoint: `${server.url}/api/oauth/token`,
        token_endpoint_auth_methods_supported: ["private_key_jwt"],
        grant_types_supported: ["client_credentials"],
      });
    }
  });
});
