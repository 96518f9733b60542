import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { UnsecuredJWT } from "jose";
import { Secret, TOTP } from "otpauth";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { allContracts } from "@/lib/contracts/all-contracts";
import type { Database } from "@/lib/db/open-database";
import { openClient } from "../db/support/test-world";
import { request } from "../support/api";
import { LANES, type RunningServer, startServer } from "../support/server";
import { sqlite, type TestDatabase } from "../support/test-database";
import { Browser } from "./support/browser";
import { isOnRecord, lastPart } from "./support/canary";
import { createCase, post, propose } from "./support/cases";
import { factsOf, follow } from "./support/follow";
import { KEYS, PRODUCTION } from "./support/keys";
import { CLOSED_CONTRACTS, fittingRequest } from "./support/matrix";
import { createOneOfEach, type Everything } from "./support/one-of-each";
import { ASSERTION_TYPE, assertionClaims, registerPartner, signAssertion } from "./support/partner";
import { newcomer } from "./support/people";
import { type Planter, startPlanter } from "./support/planter";
import { type Receiver, startReceiver } from "./support/receiver";
import { actAlone, exhausted, insertScope } from "./support/scopes";
import { storeKey } from "./support/stored-keys";

const ADMIN = { "x-api-key": KEYS.admin };
/** Neither path, query nor body of these takes a text. */
const TAKE_NO_TEXT = [
  ...["autoStep", "endOtherSessions", "keepSession", "resetDemo", "retrainModels", "simulate"],
];
/** A finished job is not cancelled, an endless answer is read as one, and here no promotion is asked for. */
const NOT_CARRIED_OUT = ["cancelJob", "followEvents", "requestPromotion"];

// canaries.test.ts goes over both lanes.
describe.each(LANES.slice(0, 1))("what people and systems send over %s", (lane) => {
  let database: TestDatabase;
  let db: Database;
  let server: RunningServer;
  let receiver: Receiver;
  let folder: string;
  let everything: Everything;
  let planter: Planter;
  let patientId: number;
  let person: Record<string, string>;

  beforeAll(async () => {
    database = await sqlite.create();
    db = await openClient(database);
    [receiver, folder] = await Promise.all([
      startReceiver(),
      mkdtemp(path.join(tmpdir(), "control-tower-mirror-")),
    ]);
    const env = { ...PRODUCTION, FOUR_EYES: "off", LOG_LEVEL: "trace", AUDIT_LOG_DIR: folder };
    const more = { DATABASE_URL: database.url, WEBHOOK_ALLOWED_NETWORKS: "127.0.0.0/8" };
    server = await startServer({ lane, env: { ...env, ...more } });
    everything = await createOneOfEach(chain(), db);
    planter = startPlanter(server, everything);
    await post(chain(), "/api/webhooks", { url: receiver.url, event_types: ["*"] });
    await actOnCases();
    await actAsPerson();
    await askForTokens();
    const isLast = (method: string) => Number(method === "DELETE");
    const inOrder = allContracts.toSorted((a, b) => isLast(a.method) - isLast(b.method));
    for (const contract of inOrder.filter(({ path: one }) => one !== "/api/session/end-all")) {
      await planter.plantIn(contract, person);
    }
    await mirrored();
  }, 120_000);
  afterAll(async () => {
    await db.$disconnect();
    await server.stop();
    await receiver.close();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  const chain = () => ({ url: server.url, headers: ADMIN });
  const canary = (where: string) => planter.canary(where);

  async function act(operationId: string, address: string, body: object) {
    planter.done.add(operationId);
    const answer = await request(server, "POST", address, body, ADMIN);
    expect(answer.status, answer.text).toBeLessThan(300);
  }

  /** What is only carried out where the case stands right. */
  async function actOnCases(): Promise<void> {
    const patient = { name: canary("patient.name"), phone: canary("patient.phone") };
    const attributes = { patient, insurance_note: canary("patient.attribute") };
    const fresh = async (queue = "data_entry") =>
      (await createCase(chain(), { queue, attributes })).id as number;
    patientId = await fresh();
    const id = await propose(chain(), patientId);
    const texts = (name: string, ...fields: string[]) =>
      Object.fromEntries(fields.map((field) => [field, canary(`${name}.${field}`)]));
    const decision = { decision: "approve", ...texts("decideProposal", "decided_by", "note") };
    await act("decideProposal", `/api/dashboard/automation/${id}/decide`, decision);
    const run = `/api/dashboard/automation/${id}/execute`;
    await act("executeProposal", run, texts("executeProposal", "executed_by"));
    await act("recordPrescriberApproval", "/api/kroger/prescriber-approval", {
      workflow_id: await fresh("contact_manager"),
      ...texts("recordPrescriberApproval", "prescriber_office", "method", "rx_ref"),
    });
    await act("submitPreverification", "/api/kroger/submit-preverification", {
      ...texts("submitPreverification", "sig", "payer"),
      ...{ workflow_id: await fresh(), days_supply: 30 },
    });
    const governed = { workflow_id: await fresh(), action_type: "advance_queue" };
    const more = { ...governed, payload: texts("executeGovernedAction", "note") };
    await act("dryRunGovernedAction", "/api/enterprise/execute/dry-run", more);
    await act("executeGovernedAction", "/api/enterprise/execute", more);
    await act("revealPatientData", `/api/workflows/${patientId}/reveal`, {
      ...{ reason_code: "other", ...texts("revealPatientData", "reason") },
    });
  }

  /** A person's password, app and own key, each made once and shown once. */
  async function actAsPerson(): Promise<void> {
    const { browser, email, password } = await newcomer(server, "admin");
    const send = async (operationId: string, address: string, body?: object) => {
      planter.done.add(operationId);
      const answer = planter.keep(await browser.post(address, body));
      expect(answer.status, answer.text).toBeLessThan(300);
      return answer.json;
    };
    const secret = `${canary("changePassword.new")} and more`;
    planter.secrets.add(password).add(secret);
    await send("changePassword", "/api/session/password", { current: password, new: secret });
    const own = { name: canary("createOwnApiKey.name"), role: "admin", password: secret };
    const { id } = await send("createOwnApiKey", "/api/keys/own", own);
    await send("revokeOwnApiKey", `/api/keys/own/${id}/revoke`, { reason: "over" });
    const app = await send("beginSecondFactor", "/api/session/totp", { password: secret });
    const totp = new TOTP({ secret: Secret.fromBase32(app.secret) });
    const codeOf = (steps: number) => totp.generate({ timestamp: Date.now() + steps * 30_000 });
    await send("confirmSecondFactor", "/api/session/totp/confirm", { code: codeOf(-1) });
    const code = codeOf(0);
    await send("removeSecondFactor", "/api/session/totp/remove", { password: secret, code });
    const scope = await insertScope(db, "conditional_auto", exhausted());
    const why = { reason_code: "other", reason: canary("renewLedger.reason") };
    await send("renewLedger", `/api/ame/scopes/${scope}/renewal`, why);
    const tolerance = { ...why, alpha: 0.01, reason: canary("setTolerance.reason") };
    const put = await browser.send("PUT", `/api/ame/scopes/${scope}/tolerance`, tolerance);
    expect(planter.keep(put).status, put.text).toBe(200);
    planter.done.add("setTolerance");
    const result = { result: "bad", reason: canary("settleAudit.reason") };
    await send("settleAudit", `/api/ame/audits/${await actAlone({ live: server, db })}`, result);
    await send("endOtherSessions", "/api/session/end-all");
    for (const field of ["email", "password", "code"] as const) {
      const given = { email, password: secret, code: "000000", [field]: canary(`signIn.${field}`) };
      await new Browser(server).signIn(given);
    }
    const token = [...browser.cookies].find(([name]) => name.includes("session-token"));
    planter.secrets.add(token?.[1] ?? "");
    person = { cookie: browser.cookieHeader, origin: server.url };
  }

  async function askForTokens(): Promise<void> {
    const partner = await registerPartner(server);
    const named = { iss: canary("assertion.iss"), sub: canary("assertion.sub") };
    const assertions = [
      await signAssertion(server, partner),
      await signAssertion(server, partner, { aud: canary("assertion.aud"), more: canary("jwt") }),
      await signAssertion(server, partner, { jti: canary("assertion.jti"), exp: 1 }),
      new UnsecuredJWT({ ...assertionClaims(server, partner.id), ...named }).encode(),
    ];
    for (const assertion of assertions) {
      planter.secrets.add(assertion);
      const form = new URLSearchParams({
        grant_type: "client_credentials",
        client_assertion_type: ASSERTION_TYPE,
        client_assertion: assertion,
      });
      planter.keep(await request(server, "POST", "/api/oauth/token", form));
    }
    planter.done.add("createAccessToken");
    const bearer = { authorization: `Bearer ${assertions[0]}` };
    planter.keep(await request(server, "GET", "/api/workflows", undefined, bearer));
  }

  const mirror = () => readFile(path.join(folder, "audit_log.jsonl"), "utf8").catch(() => "");
  /** The mirror has what came before now, sealed. */
  async function mirrored(): Promise<void> {
    const last = await db.auditEntry.findFirstOrThrow({ orderBy: { id: "desc" } });
    const deadline = Date.now() + 40_000;
    while (!(await mirror()).includes(`"id":${last.id},`)) {
      expect(Date.now(), "the mirror falls behind").toBeLessThan(deadline);
      await sleep(300);
    }
  }

  const plain = (value: unknown) =>
    JSON.stringify(value, (_, one) => (typeof one === "bigint" ? String(one) : one));
  const found = (text: string, isAllowed: (where: string) => boolean = () => false) =>
    planter.foundIn(text).filter((where) => !isAllowed(where));
  const isSite = (where: string) => ["site_id", "store_id", "key"].includes(lastPart(where));
  const exported = async (format: string) =>
    (await request(server, "GET", `/api/audit/export?format=${format}`, undefined, ADMIN)).text;

  test("reaches every endpoint that takes a text, and is carried out there", () => {
    const isMissing = (set: Set<string>) =>
      allContracts.filter(({ operationId, demoOnly }) => !(demoOnly || set.has(operationId)));
    const namesOf = (set: Set<string>) => isMissing(set).map(({ operationId }) => operationId);
    expect(namesOf(planter.driven).filter((one) => !TAKE_NO_TEXT.includes(one))).toEqual([]);
    expect(namesOf(planter.done).sort()).toEqual(NOT_CARRIED_OUT);
  });

  test("stands in no export and no mirror but as who, where and why", async () => {
    for (const text of [await exported("jsonl"), await exported("csv"), await mirror()]) {
      expect(text.length).toBeGreaterThan(50_000);
      expect(found(text, isOnRecord)).toEqual([]);
    }
  });

  test("stands in no log, in no refusal and in nothing that listeners hear", async () => {
    expect(server.output().length).toBeGreaterThan(1000);
    expect(found(server.output())).toEqual([]);
    // Whoever asks to stop a site that there is not is told those of the own chain.
    expect(found(planter.refusals.join("\n"), isSite)).toEqual([]);
    const stream = await follow(server, "/api/events/stream", { ...ADMIN, "last-event-id": "0" });
    await expect.poll(() => factsOf(stream).length, { timeout: 20_000 }).toBeGreaterThan(50);
    stream.disconnect();
    const deliveries = await db.webhookDelivery.findMany();
    for (const heard of [stream.received, receiver.received, deliveries]) {
      expect(heard.length).toBeGreaterThan(10);
      expect(found(plain(heard), isSite)).toEqual([]);
    }
  });

  test("is heard by no other chain", async () => {
    const { headers } = await storeKey(db, { tenantId: "other" });
    for (const contract of CLOSED_CONTRACTS.filter(({ method }) => method === "GET")) {
      const { path: address } = fittingRequest(contract, everything);
      const { text } = await request(server, "GET", address, undefined, headers);
      expect([contract.path, found(text)]).toEqual([contract.path, []]);
    }
  });

  test("is masked wherever it is about a patient", async () => {
    const ids = { ...everything.ids, id: patientId, case_id: patientId };
    for (const contract of CLOSED_CONTRACTS.filter(({ method }) => method === "GET")) {
      const { path: address } = fittingRequest(contract, { ...everything, ids });
      const { text } = await request(server, "GET", address, undefined, ADMIN);
      const told = found(text, (where) => !where.startsWith("patient."));
      expect([contract.path, told]).toEqual([contract.path, []]);
    }
  });

  test("and no secret that was given out once is anywhere", async () => {
    expect(planter.secrets.size).toBeGreaterThan(15);
    const once = { ...ADMIN, "idempotency-key": crypto.randomUUID() };
    const body = { name: "Once", role: "technician" };
    const made = planter.keep(await request(server, "POST", "/api/keys", body, once));
    expect(planter.secrets).toContain(made.json.key);
    const everywhere = [
      ...[server.output(), await exported("jsonl"), await mirror(), ...planter.refusals],
      plain(await db.streamEvent.findMany()),
      plain(await db.idempotencyKey.findMany()),
      plain(receiver.received),
    ].join("\n");
    expect([...planter.secrets].filter((one) => everywhere.includes(one))).toEqual([]);
  });
});
