import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { allContracts } from "@/lib/contracts/all-contracts";
import type { Contract } from "@/lib/contracts/contract";
import type { Database } from "@/lib/db/open-database";
import { openClient } from "../db/support/test-world";
import { type ApiAnswer, request } from "../support/api";
import { type RunningServer, startServer } from "../support/server";
import { availableDatabases, type TestDatabase } from "../support/test-database";
import { isOnRecord, lastPart, plantAll, plantEach } from "./support/canary";
import { post } from "./support/cases";
import { createFixture, type Fixture } from "./support/fixture";
import { KEYS, PRODUCTION, SECRETS } from "./support/keys";
import { fittingRequest } from "./support/matrix";
import { type Receiver, startReceiver } from "./support/receiver";

const ADMIN = { "x-api-key": KEYS.admin };

const HEADERS = [
  ...["user-agent", "accept", "idempotency-key", "if-match", "x-workstation", "x-on-behalf-of"],
  ...["x-request-id", "referer", "content-type", "prefer"],
];

const databases = await availableDatabases();
const SERVERS = [
  ...databases.map((available) => ({ lane: "hono", available }) as const),
  ...databases.slice(0, 1).map((available) => ({ lane: "next", available }) as const),
].map((one) => ({ ...one, provider: one.available.provider }));

describe.each(SERVERS)("what is typed in on $provider over $lane", ({ lane, available }) => {
  let database: TestDatabase;
  let db: Database;
  let server: RunningServer;
  let receiver: Receiver;
  let fixture: Fixture;
  const planted = new Map<string, string>();
  const refusals: string[] = [];

  /** No two alike, with a space as names have, and found again whatever stands around it. */
  const canary = (where: string) => {
    const text = `Canary ${randomBytes(6).toString("hex")}`;
    planted.set(text, where);
    return text;
  };
  const keep = (answer: ApiAnswer) => {
    if (answer.status >= 400) {
      refusals.push(answer.text, JSON.stringify([...answer.headers]));
    }
  };
  const withCanaries = (value: unknown, where: string) => plantAll(value, where, canary);
  const withEachCanary = (value: unknown, where: string) => plantEach(value, where, canary);

  beforeAll(async () => {
    database = await available.create();
    db = await openClient(database);
    receiver = await startReceiver();
    const env = {
      ...PRODUCTION,
      FOUR_EYES: "off",
      DATABASE_URL: database.url,
      LOG_LEVEL: "trace",
      WEBHOOK_ALLOWED_NETWORKS: "127.0.0.0/8",
    };
    server = await startServer({ lane, env });
    const asAdmin = { url: server.url, headers: ADMIN };
    fixture = await createFixture(asAdmin);
    await post(asAdmin, "/api/webhooks", { url: receiver.url, event_types: ["*"] });
    await plantEverywhere();
    await relayed();
  });
  afterAll(async () => {
    await db.$disconnect();
    await server.stop();
    await receiver.close();
    await database.drop();
  });

  async function plantEverywhere(): Promise<void> {
    for (const contract of allContracts) {
      await (contract.method === "GET" ? plantInQuery(contract) : plantInBody(contract));
    }
    for (const name of HEADERS) {
      const headers = { ...ADMIN, [name]: canary(name) };
      keep(await request(server, "POST", "/api/workflows", { name: "A" }, headers));
    }
    for (const name of ["x-api-key", "authorization", "cookie"]) {
      keep(await request(server, "GET", "/api/workflows", undefined, { [name]: canary(name) }));
    }
    keep(await request(server, "GET", `/api/${encodeURIComponent(canary("path"))}`));
    await plantPatient();
  }

  async function plantInQuery(contract: Contract): Promise<void> {
    const { path } = fittingRequest(contract, fixture);
    for (const name of ["search", "cursor", "queue", "types", "unknown"]) {
      const url = new URL(path, server.url);
      url.searchParams.set(name, canary(`${contract.operationId}.${name}`));
      keep(await request(server, "GET", `${url.pathname}${url.search}`, undefined, ADMIN));
    }
  }

  /** One text at a time, so that the others let the request through; then all, then none of it fits. */
  async function plantInBody(contract: Contract): Promise<void> {
    const { path, body } = fittingRequest(contract, fixture);
    const { operationId: name, method } = contract;
    const bodies = [
      ...withEachCanary(body, name),
      withCanaries(body, name),
      Buffer.from(`{"a": ${canary(`${name}.malformed`)}`),
      [canary(`${name}.list`)],
      { [canary(`${name}.key`)]: canary(`${name}.unknown`) },
    ];
    for (const sent of bodies) {
      keep(await request(server, method, path, sent, ADMIN));
    }
  }

  async function plantPatient(): Promise<void> {
    const asAdmin = { url: server.url, headers: ADMIN };
    const one = await post(asAdmin, "/api/workflows", {
      name: canary("case.name"),
      description: canary("case.description"),
      attributes: {
        patient: { name: canary("patient.name"), email: canary("patient.email") },
        notes: canary("case.notes"),
      },
      initial_tasks: [{ name: canary("task.name"), assigned_to: canary("task.assigned") }],
    });
    await post(asAdmin, `/api/workflows/${one.id}/events`, {
      event_type: canary("event.type"),
      payload: { patient_name: canary("event.patient"), text: canary("event.text") },
    });
    await post(asAdmin, `/api/dashboard/cases/${one.id}/propose`, {
      action_type: "advance_queue",
      label: canary("proposal.label"),
      payload: {},
    });
    await post(asAdmin, `/api/workflows/${one.id}/reveal`, {
      reason_code: "other",
      reason: "test",
    });
    await post(asAdmin, "/api/ame/proposal", {
      scope: { site_id: "s", queue: canary("ame.queue"), action_type: canary("ame.action") },
      proposal_id: canary("ame.proposal"),
      features: { patient_name: canary("ame.features") },
      context: { note: canary("ame.context") },
    });
  }

  /** Every entry has been told to whoever listens. */
  async function relayed(): Promise<void> {
    const newest = await db.auditEntry.findFirstOrThrow({
      where: { action: { notIn: ["access.deny", "webhook.deliver"] } },
      orderBy: { id: "desc" },
    });
    const deadline = Date.now() + 30_000;
    const isTold = async () =>
      (await db.streamEvent.findFirst({ where: { auditEntryId: newest.id } })) !== null &&
      (await db.webhookDelivery.count({ where: { status: "waiting" } })) === 0;
    while (!(await isTold()) && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    expect(receiver.received.length).toBeGreaterThan(10);
  }

  const plain = (value: unknown) =>
    JSON.stringify(value, (_, one) => (typeof one === "bigint" ? String(one) : one));
  const foundIn = (text: string) =>
    [
      ...new Set([...planted].filter(([one]) => text.includes(one)).map(([, where]) => where)),
    ].sort();

  test("is planted in every text that the contracts take", () => {
    expect(planted.size).toBeGreaterThan(150);
    expect(refusals.length).toBeGreaterThan(50);
  });

  test("leaves no trace in anything the server writes, at the most talkative level", () => {
    expect(server.output().length).toBeGreaterThan(1000);
    expect(foundIn(server.output())).toEqual([]);
  });

  test("leaves no trace in the audit trail but who, where and why", async () => {
    const entries = await db.auditEntry.findMany();
    expect(entries.length).toBeGreaterThan(50);
    expect(foundIn(plain(entries)).filter((where) => !isOnRecord(where))).toEqual([]);
  });

  test("leaves no trace in events, and none in what webhooks send", async () => {
    const sites = (where: string) => !["site_id", "store_id"].includes(lastPart(where));
    expect(foundIn(plain(await db.streamEvent.findMany())).filter(sites)).toEqual([]);
    expect(foundIn(plain(receiver.received)).filter(sites)).toEqual([]);
  });

  test("is not told back by any refusal", () => {
    expect(foundIn(refusals.join("\n"))).toEqual([]);
  });

  test("no secret is anywhere, either", async () => {
    const everything = [
      server.output(),
      plain(await db.auditEntry.findMany()),
      plain(await db.streamEvent.findMany()),
      plain(receiver.received),
      ...refusals,
    ].join("\n");
    for (const secret of [...Object.values(KEYS), ...Object.values(SECRETS)]) {
      expect(everything).not.toContain(secret);
    }
    expect(everything).not.toContain("whsec_");
  });

  test("patient data is masked in what is answered", async () => {
    const texts = await Promise.all(
      [
        "/api/workflows?limit=100",
        "/dashboard/api/workflows?limit=100",
        "/api/dashboard/board",
      ].map(async (path) => (await request(server, "GET", path, undefined, ADMIN)).text),
    );
    const patient = foundIn(texts.join("\n")).filter((where) => where.includes("patient"));
    expect(patient).toEqual([]);
  });
});
