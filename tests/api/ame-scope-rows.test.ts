import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  getScopeContract,
  listScopesContract,
  recentEventsContract,
  resolveModeContract,
} from "@/lib/contracts/ame-scope";
import { openClient } from "../db/support/test-world";
import { request } from "../support/api";
import { LANES, type RunningServer, startServer } from "../support/server";
import { availableDatabases, type TestDatabase } from "../support/test-database";
import { get, post } from "./support/cases";
import { expectProblem } from "./support/expect-answer";
import { checkRow, type Row } from "./support/row";
import { useServer } from "./support/use-server";

const scope = { site_id: "s", queue: "q", action_type: "a" };
const OTHER = "403: Cannot access other tenant's data";
const elsewhere = { ...scope, tenant_id: "other" };
const incomplete = "422 body.scope.site_id missing; body.scope.action_type missing";

const mode = "POST /ame/resolve-mode";
const MODE: readonly Row[] = [
  ["an unknown scope", mode, { scope: { ...scope, site_id: "unknown" } }, "200"],
  ["defaults", mode, { scope }, "200"],
  ["low confidence", mode, { scope, model_confidence: 0.1 }, "200"],
  ["both low", mode, { scope, model_confidence: 0, model_safety: 0 }, "200"],
  ["exactly the thresholds", mode, { scope, model_confidence: 0.5, model_safety: 0.6 }, "200"],
  ["no scope", mode, {}, "422 body.scope missing"],
  ["half a scope", mode, { scope: { queue: "q" } }, incomplete],
  [
    "confidence 1.1",
    mode,
    { scope, model_confidence: 1.1 },
    "422 body.model_confidence less_than_equal",
  ],
  ["another tenant", mode, { scope: elsewhere }, OTHER],
];

const where = "GET /ame/scope?tenant_id=default&site_id=s&queue=q&action_type=a";
const missing = ["tenant_id", "site_id", "queue", "action_type"].map(
  (key) => `query.${key} missing`,
);
const ASK: readonly Row[] = [
  ["an unknown scope", where.replace("=s", "=unknown"), undefined, "200"],
  ["a scope", where, undefined, "200"],
  ["a role", `${where}&role_context=technician`, undefined, "200"],
  ["no parameters", "GET /ame/scope", undefined, `422 ${missing.join("; ")}`],
  ["no queue", where.replace("&queue=q", ""), undefined, "422 query.queue missing"],
  ["an empty site", where.replace("=s", "="), undefined, "422 query.site_id string_too_short"],
  ["another tenant", where.replace("default", "other"), undefined, OTHER],
];
const SCOPES: readonly Row[] = [
  ["all", "GET /ame/scopes", undefined, "200"],
  ["the own tenant's", "GET /ame/scopes?tenant_id=default", undefined, "200"],
  ["limit 0", "GET /ame/scopes?limit=0", undefined, "422 query.limit greater_than_equal"],
];
const EVENTS: readonly Row[] = [
  ["the newest", "GET /ame/events/recent", undefined, "200"],
  ["200 of them", "GET /ame/events/recent?limit=200&tenant_id=default", undefined, "200"],
  ["limit 0", "GET /ame/events/recent?limit=0", undefined, "422 query.limit greater_than_equal"],
  ["limit 201", "GET /ame/events/recent?limit=201", undefined, "422 query.limit less_than_equal"],
];

/** confidence, safety, the mode in a queue that has earned everything, and what speaks against more */
const EARNED: readonly [queue: string, number, number, mode: string, RegExp[]][] = [
  ["contact_manager", 0.5, 0.6, "full_auto", []],
  ["contact_manager", 0.49, 0.6, "propose", [/^Model confidence 0.49 is below 0.5/]],
  ["contact_manager", 0.5, 0.59, "propose", [/^Model safety 0.59 is below 0.6/]],
  ["contact_manager", 0, 0, "propose", [/^Model confidence 0 /, /^Model safety 0 /]],
  ["data_entry", 0.5, 0.6, "guarded_auto", [/caps queue data_entry at guarded_auto/]],
  ["verification", 1, 1, "propose", [/caps queue verification at propose/]],
  ["verification", 1, 0, "propose", [/caps queue verification at propose/, /^Model safety 0 /]],
  ["elsewhere", 1, 1, "full_auto", []],
];

describe.each(LANES)("AME scopes over %s", (lane) => {
  const server = useServer({ lane });

  beforeAll(async () => {
    await post(server, "/ame/proposal", { scope, proposal_id: "p" });
  });

  test.each(MODE)("resolving the mode: %s", async (...row) => {
    const answer = await checkRow(server, row, resolveModeContract);
    if (answer.status === 200) {
      expect(answer.json).toMatchObject({ ok: true, mode: "observe", meta: { stage: "observe" } });
    }
  });

  test.each(ASK)("asking for %s", async (...row) => {
    await checkRow(server, row, getScopeContract);
  });

  test.each(SCOPES)("listing scopes: %s", async (...row) => {
    await checkRow(server, row, listScopesContract);
  });

  test.each(EVENTS)("listing events: %s", async (...row) => {
    await checkRow(server, row, recentEventsContract);
  });

  test("lists of another tenant are empty", async () => {
    for (const path of ["/ame/scopes", "/ame/events/recent"]) {
      expect((await get(server, path)).length).toBeGreaterThan(0);
      expect(await get(server, `${path}?tenant_id=other`)).toEqual([]);
    }
  });
});

describe.each((await availableDatabases()).slice(0, 1))(
  "scopes that have earned everything, on $provider",
  (available) => {
    let database: TestDatabase;
    let server: RunningServer;
    beforeAll(async () => {
      database = await available.create();
      server = await startServer({ env: { DATABASE_URL: database.url } });
      for (const queue of new Set(EARNED.map(([name]) => name))) {
        await post(server, "/ame/proposal", { scope: { ...scope, queue }, proposal_id: queue });
      }
      const client = await openClient(database);
      await client.trustScope.updateMany({ data: { stage: "full_auto" } });
      await client.$disconnect();
    });
    afterAll(async () => {
      await server.stop();
      await database.drop();
    });

    test.each(EARNED)(
      "%s with confidence %d and safety %d: %s",
      async (queue, model_confidence, model_safety, expected, reasons) => {
        const body = { scope: { ...scope, queue }, model_confidence, model_safety };
        const { mode: given, meta } = await post(server, "/ame/resolve-mode", body);
        expect(given).toBe(expected);
        expect(meta.stage).toBe("full_auto");
        expect(meta.reasons).toEqual(reasons.map((reason) => expect.stringMatching(reason)));
      },
    );

    test("what nobody approved runs only where the law lets automation act", async () => {
      const execute = (queue: string) =>
        request(server, "POST", "/ame/execute", {
          scope: { ...scope, queue },
          proposal_id: queue,
        });
      expectProblem(await execute("verification"), { status: 409, detail: "than propose" });
      expect((await execute("data_entry")).status).toBe(200);
    });
  },
);
