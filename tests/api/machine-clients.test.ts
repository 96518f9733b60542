import { exportJWK, exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ApiAnswer, request } from "../support/api";
import { LANES, type RunningServer, startServer } from "../support/server";
import { expectProblem } from "./support/expect-answer";
import { KEYS, PRODUCTION } from "./support/keys";
import {
  ASSERTION_TYPE,
  assertionClaims,
  type Partner,
  registerPartner,
  signAssertion,
} from "./support/partner";
import { type Receiver, startReceiver } from "./support/receiver";

const ADMIN = { "x-api-key": KEYS.admin };

describe.each(LANES)("partner systems over the %s lane", (lane) => {
  let server: RunningServer;
  let partner: Partner;
  let jwksHost: Receiver;

  beforeAll(async () => {
    const env = {
      ...PRODUCTION,
      ENVIRONMENT: "development",
      WEBHOOK_ALLOWED_NETWORKS: "127.0.0.0/8",
      // Each test has an address of its own, so that none is shut out by what another has tried.
      TRUSTED_PROXIES: "127.0.0.0/8",
    };
    [server, jwksHost] = await Promise.all([startServer({ lane, env }), startReceiver()]);
    partner = await register();
  });
  afterAll(async () => {
    await server.stop();
    await jwksHost.close();
  });

  const register = (alg?: string, more?: object) => registerPartner(server, alg, more);
  const claims = (id: string) => assertionClaims(server, id);
  const sign = (by: Partner, more?: object, header?: { alg?: string; kid?: string }) =>
    signAssertion(server, by, more, header);
  /** Where nobody's address is known, whoever goes on failing is soon told to wait. */
  const expectRefused = ({ status, json }: ApiAnswer) =>
    expect([`401 invalid_client`, ...(lane === "next" ? ["429 invalid_request"] : [])]).toContain(
      `${status} ${json.error}`,
    );

  let address = 0;
  const fromElsewhere = () => {
    address += 1;
    return { "x-forwarded-for": `203.0.113.${address % 250}` };
  };
  /** Where nobody's address is known, all wrong tokens count together. */
  const refusals = lane === "next" ? [401, 429] : [401];
  function ask(assertion: string, more: Record<string, string> = {}) {
    const form = new URLSearchParams({
      grant_type: "client_credentials",
      client_assertion_type: ASSERTION_TYPE,
      client_assertion: assertion,
      ...more,
    });
    return request(server, "POST", "/api/oauth/token", form, fromElsewhere());
  }
  const tokenFor = async (by: Partner, more = {}): Promise<string> => {
    const answer = await ask(await sign(by), more);
    expect(answer.status, answer.text).toBe(200);
    return answer.json.access_token;
  };
  const use = (
    token: string,
    path = "/api/workflows",
    method: "GET" | "POST" = "GET",
    body?: unknown,
  ) =>
    request(server, method, path, body, { ...fromElsewhere(), authorization: `Bearer ${token}` });

  test.each(["RS384", "ES384", "RS256", "ES256", "EdDSA"])(
    "sign in with %s and act as themselves with what they were given",
    async (alg) => {
      const one = await register(alg, { permissions: ["cases:read"] });
      const answer = await ask(await sign(one, {}, { alg }));
      expect(answer.status, answer.text).toBe(200);
      expect(answer.headers.get("cache-control")).toBe("no-store");
      expect(answer.json).toMatchObject({
        token_type: "bearer",
        expires_in: 300,
        scope: "cases:read",
      });
      expect((await use(answer.json.access_token)).status).toBe(200);
      expectProblem(await use(answer.json.access_token, "/api/workflows", "POST", { name: "A" }), {
        status: 403,
      });
    },
  );

  test("are named in the audit trail", async () => {
    const token = await tokenFor(partner);
    const made = await use(token, "/api/workflows", "POST", { name: "By a partner" });
    expect(made.status).toBe(201);
    const audit = await request(server, "GET", "/api/audit?limit=10", undefined, ADMIN);
    expect(audit.json.entries[0].actor).toEqual({
      kind: "client",
      id: `client:${partner.id}`,
      role: "technician",
    });
  });

  test("may ask for fewer permissions, never for more", async () => {
    const narrowed = await ask(await sign(partner), { scope: "events:read cases:read" });
    expect(narrowed.json.scope.split(" ").sort()).toEqual(["cases:read", "events:read"]);
    expectProblem(await use(narrowed.json.access_token, "/api/rules"), { status: 403 });
    for (const scope of ["keys:manage", "system/Patient.rs"]) {
      const refused = await ask(await sign(partner), { scope });
      expect([refused.status, refused.json.error]).toEqual([400, "invalid_scope"]);
    }
  });

  test("use an assertion once, however many try at the same moment", async () => {
    const assertion = await sign(partner);
    const answers = await Promise.all(Array.from({ length: 8 }, () => ask(assertion)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expectRefused(await ask(assertion));
  });

  const seconds = (from: number) => Math.floor(Date.now() / 1000) + from;
  test.each([
    ["for another audience", () => sign(partner, { aud: "https://elsewhere.example/token" })],
    ["that has expired", () => sign(partner, { exp: seconds(-120) })],
    ["that lives longer than five minutes", () => sign(partner, { exp: seconds(3600) })],
    ["without an end", () => sign(partner, { exp: undefined })],
    ["without a jti", () => sign(partner, { jti: undefined })],
    ["in another's name", () => sign(partner, { sub: "somebody-else" })],
    ["from nobody we know", () => sign({ ...partner, id: "nobody" })],
    ["with a kid that is not its", () => sign(partner, {}, { kid: "another" })],
    ["that is not valid yet", () => sign(partner, { nbf: seconds(200) })],
    ["that nobody has signed", async () => new UnsecuredJWT(claims(partner.id)).encode()],
    ["that is no JWT", async () => "rubbish"],
    [
      "signed with the public key as a shared secret",
      async () =>
        new SignJWT(claims(partner.id))
          .setProtectedHeader({ alg: "HS256", kid: partner.kid })
          .sign(new TextEncoder().encode(await exportSPKI(partner.publicKey))),
    ],
    [
      "signed with a key that it brings along",
      async () => {
        const { privateKey, publicKey } = await generateKeyPair("ES384");
        return new SignJWT(claims(partner.id))
          .setProtectedHeader({ alg: "ES384", kid: partner.kid, jwk: await exportJWK(publicKey) })
          .sign(privateKey);
      },
    ],
  ])("are refused an assertion %s", async (_, make) => {
    const answer = await ask(await make());
    expectRefused(answer);
    expect(answer.json.error_description).toBe(answer.json.detail);
    expect(answer.headers.get("cache-control")).toBe("no-store");
  });

  test.each([
    ["unsupported_grant_type", { grant_type: "password" }],
    ["invalid_request", { client_assertion_type: "jwt" }],
    ["invalid_request", { client_assertion: "" }],
  ])("are told %s in the words of OAuth", async (error, more) => {
    const answer = await ask("a.b.c", more);
    expect([answer.status, answer.json.error]).toEqual([400, error]);
  });

  test("lose what they can do the moment they are disabled, and with it the token", async () => {
    const one = await register();
    const token = await tokenFor(one);
    await request(server, "PATCH", `/api/clients/${one.id}`, { role: "read_only" }, ADMIN);
    expect((await use(token, "/api/workflows", "POST", { name: "A" })).status).toBe(403);
    await request(server, "PATCH", `/api/clients/${one.id}`, { is_enabled: false }, ADMIN);
    expect(refusals).toContain((await use(token)).status);
    expectRefused(await ask(await sign(one)));
    expect(
      (await request(server, "DELETE", `/api/clients/${one.id}`, undefined, ADMIN)).status,
    ).toBe(200);
    expect(refusals).toContain((await use(token)).status);
  });

  test("may have their keys fetched, and exchange them", async () => {
    const pairs = await Promise.all([generateKeyPair("ES384"), generateKeyPair("ES384")]);
    const keys = await Promise.all(
      pairs.map(async ({ publicKey }, i) => ({ ...(await exportJWK(publicKey)), kid: `k${i}` })),
    );
    let served = keys.slice(0, 1);
    jwksHost.answer = (_, response) => response.end(JSON.stringify({ keys: served }));
    const asked = () => jwksHost.received.filter(({ path }) => path === "/jwks").length;
    const url = `${jwksHost.url}/jwks`;
    const { id } = await addFetched({ jwks: null, jwks_url: url });
    const [first, second] = pairs.map((pair, i) => ({ id, kid: `k${i}`, ...pair }));
    if (!first || !second) {
      throw new Error("two pairs were made");
    }
    expect((await ask(await sign(first))).status).toBe(200);
    expect((await ask(await sign(first))).status).toBe(200);
    expect(asked()).toBe(1);
    // Less than a minute later nobody can make us ask again and again.
    served = keys;
    const answers = await Promise.all([1, 2, 3].map(async () => ask(await sign(second))));
    answers.forEach(expectRefused);
    expect(asked()).toBe(1);
  });

  const addFetched = async (more: object) => {
    const body = { name: "Fetched", role: "technician", ...more };
    return (await request(server, "POST", "/api/clients", body, ADMIN)).json;
  };

  test.each(["", "rubbish", "a.b.c", KEYS.admin])(
    "a bearer token %j is nobody's, whatever cookie comes with it",
    async (token) => {
      const headers = { authorization: `Bearer ${token}`, cookie: "next-auth.session-token=x" };
      const all = { ...fromElsewhere(), ...headers };
      const answer = await request(server, "GET", "/api/rules", undefined, all);
      expect(refusals).toContain(answer.status);
      if (answer.status === 401) {
        expect(answer.headers.get("www-authenticate")).toContain("Bearer ");
      }
    },
  );

  test("an assertion is no access token, nor one that another secret has signed", async () => {
    expect(refusals).toContain((await use(await sign(partner))).status);
    const forged = await new SignJWT({
      iss: "control-tower",
      aud: "control-tower",
      sub: partner.id,
    })
      .setProtectedHeader({ alg: "HS256", typ: "at+jwt" })
      .setExpirationTime("5m")
      .sign(new TextEncoder().encode(PRODUCTION["NEXTAUTH_SECRET"]));
    expect(refusals).toContain((await use(forged)).status);
  });
});
