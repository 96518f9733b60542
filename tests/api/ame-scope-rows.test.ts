import { beforeAll, describe, expect, test } from "vitest";
import {
  getScopeContract,
  listScopesContract,
  recentEventsContract,
  resolveModeContract,
} from "@/lib/contracts/ame-scope";
import { LANES } from "../support/server";
import { get, post } from "./support/cases";
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
