import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { type ApiMethod, request } from "../support/api";
import { LANES } from "../support/server";
import { availableDatabases } from "../support/test-database";
import { signedIn } from "./support/browser";
import { expectProblem } from "./support/expect-answer";
import { KEYS, PRODUCTION } from "./support/keys";
import { ASSERTION_TYPE, registerPartner, signAssertion } from "./support/partner";
import { newcomer } from "./support/people";
import { sendSlowly } from "./support/send-in-pieces";
import { useTwoServers } from "./support/use-database-server";

const asAdmin = { "x-api-key": KEYS.admin };
const databases = await availableDatabases();
/** Nodes share a server; SQLite stands in where there is none. */
const shared = databases.filter(({ provider }) => provider !== "mysql").slice(-1);

describe.each(shared)("credentials that were taken away on one node of $provider", (available) => {
  const { here, there } = useTwoServers(available, PRODUCTION);

  const admin = (method: ApiMethod, path: string, body?: unknown) =>
    request(here, method, path, body, asAdmin);
  const read = async (headers: Record<string, string>) =>
    (await request(there, "GET", "/api/workflows", undefined, headers)).status;
  async function makeKey() {
    const { json } = await admin("POST", "/api/keys", { name: "Tool", role: "technician" });
    const headers = { "x-api-key": json.key };
    expect(await read(headers)).toBe(200);
    return { id: json.id as string, headers };
  }
  /** A person with a key that acts as them. */
  async function makeOwnKey() {
    const person = await newcomer(here, "technician");
    const body = { name: "Mine", role: "technician", password: person.password };
    const { json } = await person.browser.post("/api/keys/own", body);
    const headers = { "x-api-key": json.key };
    expect(await read(headers)).toBe(200);
    return { ...person, headers };
  }

  test.each(LANES)(
    "a key that is revoked while %s still reads its request changes nothing",
    async (lane) => {
      const { id, headers } = await makeKey();
      const name = `Sent slowly over ${lane}`;
      const answer = await sendSlowly(
        lane === LANES[0] ? here : there,
        { method: "POST", path: "/api/workflows", body: { name }, headers },
        async () => {
          // Until the server has read the headers, and half a second more.
          await sleep(1000);
          await admin("POST", `/api/keys/${id}/revoke`, { reason: "lost" });
        },
      );
      expect(answer.status, answer.text).toBe(401);
      expect(await here.db.workflow.count({ where: { name } })).toBe(0);
    },
  );

  test("a key that is revoked is nobody's with the next request", async () => {
    const { id, headers } = await makeKey();
    await admin("POST", `/api/keys/${id}/revoke`, { reason: "lost" });
    expect(await read(headers)).toBe(401);
  });

  test("a key that is exchanged without an overlap is nobody's, and its successor works", async () => {
    const { id, headers } = await makeKey();
    const next = await admin("POST", `/api/keys/${id}/rotate`, { overlap_minutes: 0 });
    expect(await read(headers)).toBe(401);
    expect(await read({ "x-api-key": next.json.key })).toBe(200);
  });

  test("a key whose overlap or time is over is nobody's", async () => {
    const { id, headers } = await makeKey();
    await admin("POST", `/api/keys/${id}/rotate`, { overlap_minutes: 60 });
    expect(await read(headers)).toBe(200);
    await here.db.apiKey.update({ where: { id }, data: { expiresAt: new Date(Date.now() - 1) } });
    expect(await read(headers)).toBe(401);
  });

  test("a key whose row was given a lower role does no more than that", async () => {
    const { id, headers } = await makeKey();
    await here.db.apiKey.update({ where: { id }, data: { role: "read_only" } });
    const refused = await request(there, "POST", "/api/workflows", { name: "A" }, headers);
    expectProblem(refused, { status: 403, code: "forbidden", detail: "you are read_only" });
  });

  test.each([
    ["is disabled", { status: "disabled" }, 401],
    ["has a lower role", { role: "read_only" }, 403],
  ] as const)("a person's own key ends with the person, who %s", async (_, change, status) => {
    const { id, headers } = await makeOwnKey();
    await admin("PATCH", `/api/users/${id}`, change);
    const refused = await request(there, "POST", "/api/workflows", { name: "A" }, headers);
    expect(refused.status).toBe(status);
  });

  test.each([
    ["a new password of their own", "password"],
    ["a first password from somebody else", "reset-password"],
    ["the end of all their sessions", "end-sessions"],
  ])("a person's own key ends with %s", async (_, how) => {
    const { id, headers, browser, password } = await makeOwnKey();
    const ended =
      how === "password"
        ? await browser.post("/api/session/password", { current: password, new: `${password} 2` })
        : await admin("POST", `/api/users/${id}/${how}`, how === "end-sessions" ? undefined : {});
    expect(ended.status, ended.text).toBe(200);
    expect(await read(headers)).toBe(401);
  });

  test("a partner system's token ends once it is disabled", async () => {
    const partner = await registerPartner(here);
    const form = new URLSearchParams({
      grant_type: "client_credentials",
      client_assertion_type: ASSERTION_TYPE,
      client_assertion: await signAssertion(here, partner),
    });
    const { json } = await request(here, "POST", "/api/oauth/token", form);
    const headers = { authorization: `Bearer ${json.access_token}` };
    expect(await read(headers)).toBe(200);
    await admin("PATCH", `/api/clients/${partner.id}`, { is_enabled: false });
    expect(await read(headers)).toBe(401);
  });

  test("the session that a browser presents ends when somebody signs in with it anew", async () => {
    const { browser, email, password } = await newcomer(here, "technician");
    const kept = browser.at(there);
    expect((await kept.get("/api/session")).status).toBe(200);
    expect(await browser.signIn({ email, password })).toBeNull();
    expect((await browser.get("/api/session")).status).toBe(200);
    expectProblem(await kept.get("/api/session"), { status: 401 });
    const other = await signedIn(there, { email, password });
    expect((await browser.get("/api/session")).status).toBe(200);
    expect((await other.get("/api/session")).status).toBe(200);
  });
});
