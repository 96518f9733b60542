import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { decideApprovalContract, listApprovalsContract } from "@/lib/contracts/approval";
import { listGlassGrantsContract } from "@/lib/contracts/break-glass";
import { gateHistoryContract, listGovernanceGatesContract } from "@/lib/contracts/gates";
import type { Role } from "@/lib/contracts/role";
import { type ApiMethod, request } from "../support/api";
import { LANES, type RunningServer, startServer } from "../support/server";
import { sqlite, type TestDatabase } from "../support/test-database";
import { FIRST_GATE } from "./support/cases";
import { expectProblem, expectSuccess } from "./support/expect-answer";
import { KEYS, PRODUCTION } from "./support/keys";
import { FIRST_ADMIN, newcomer } from "./support/people";

const BASE = "/api/governance";
const WHY = { reason_code: "planned_change", reason: "Agreed in the morning" };
const CHAIN = { kind: "chain" };

describe.each(LANES)("governance in production over %s", (lane) => {
  let database: TestDatabase | undefined;
  let server: RunningServer;
  let boss: Awaited<ReturnType<typeof newcomer>>;
  beforeAll(async () => {
    database = await sqlite.create();
    const env = { ...PRODUCTION, ...FIRST_ADMIN, DATABASE_URL: database?.url ?? "" };
    server = await startServer({ lane, env });
    boss = await newcomer(server, "admin");
  });
  afterAll(async () => {
    await server.stop();
    await database?.drop();
  });
  const as = (role: Role, method: ApiMethod, path: string, body?: unknown) =>
    request(server, method, path, body, { "x-api-key": KEYS[role] });
  const decide = (role: Role, id: string, decision: string) =>
    as(role, "POST", `${BASE}/approvals/${id}/decide`, { decision, reason: "Looked at it" });

  const approve = (id: string) =>
    boss.browser.post(`${BASE}/approvals/${id}/decide`, {
      decision: "approve",
      reason: "Looked at it",
    });

  test("a gate opens by another person, through the old endpoint too, and closes by one", async () => {
    const asked = await as("supervisor", "POST", "/api/dashboard/automation", {
      transition_key: FIRST_GATE,
      enabled: true,
    });
    expect([asked.status, asked.json.authorizations[FIRST_GATE]]).toEqual([202, false]);
    const { id } = asked.json.request;
    expect(asked.headers.get("location")).toBe(`${BASE}/approvals/${id}`);
    expect((await as("technician", "GET", `${BASE}/approvals/${id}`)).json.status).toBe("pending");
    expectProblem(await decide("supervisor", id, "approve"), { status: 403, detail: "person" });
    expectProblem(await decide("technician", id, "approve"), { status: 403 });
    expectProblem(await decide("admin", id, "approve"), { status: 403, detail: "person" });
    expectSuccess(await approve(id), decideApprovalContract);
    expectProblem(await decide("admin", id, "refuse"), { status: 409, detail: "approved" });
    const gates = expectSuccess(
      await as("read_only", "GET", `${BASE}/gates`),
      listGovernanceGatesContract,
    );
    expect(gates.find((gate: { key: string }) => gate.key === FIRST_GATE)).toMatchObject({
      state: "authorized",
      approved_by: `user:${boss.id}`,
    });
    const path = `${BASE}/gates/${FIRST_GATE}`;
    const revoked = await as("supervisor", "POST", path, { state: "revoked", ...WHY });
    expect([revoked.status, revoked.json.gate.state]).toEqual([200, "revoked"]);
    const history = expectSuccess(
      await as("read_only", "GET", `${path}/history?limit=1`),
      gateHistoryContract,
    );
    expect(history).toMatchObject([{ from: "authorized", to: "revoked", ...{ note: WHY.reason } }]);
  });

  test("a faulty request is refused with the field, an unknown gate or request with 404", async () => {
    const gate = `${BASE}/gates/${FIRST_GATE}`;
    const bad = await as("admin", "POST", gate, { state: "ajar", reason_code: "x", reason: " " });
    expectProblem(bad, { status: 422 });
    const past = { state: "authorized", ...WHY, expires_at: "2020-01-01T00:00:00.000Z" };
    expectProblem(await as("admin", "POST", gate, past), {
      status: 422,
      errors: ["body.expires_at date_past"],
    });
    const unknown = { state: "revoked", ...WHY };
    expectProblem(await as("admin", "POST", `${BASE}/gates/no.gate`, unknown), { status: 404 });
    expectProblem(await as("admin", "GET", `${BASE}/gates/no.gate/history`), { status: 404 });
    expectProblem(await as("admin", "GET", `${BASE}/approvals/nothing`), { status: 404 });
    expectProblem(await decide("admin", "nothing", "refuse"), { status: 404 });
    expectProblem(await as("admin", "GET", `${BASE}/approvals?cursor=x`), { status: 422 });
  });

  test("the kill switch stops by one credential and is released by a second one, a person's", async () => {
    const path = `${BASE}/kill-switch`;
    const stop = { scope: CHAIN, engaged: true, ...WHY };
    expectProblem(await as("technician", "POST", path, stop), { status: 403 });
    expect((await as("pharmacist", "POST", path, stop)).json.engaged).toBe(true);
    expect((await as("read_only", "GET", path)).json.switches).toMatchObject([
      { engaged: true, engaged_by: "api_key:pharmacist", label: "the whole chain" },
    ]);
    const drill = await as("pharmacist", "POST", `${path}/drill`, { scope: CHAIN, reason: "Try" });
    expect(drill.json).toMatchObject({ probe: "refused", was_engaged: true });
    const release = { ...stop, engaged: false };
    expectProblem(await as("pharmacist", "POST", path, release), { status: 403 });
    const asked = await as("supervisor", "POST", path, release);
    expect([asked.status, asked.json.engaged]).toEqual([202, true]);
    const waiting = expectSuccess(
      await as("admin", "GET", `${BASE}/approvals?status=pending`),
      listApprovalsContract,
    );
    expect(waiting).toHaveLength(1);
    await approve(asked.json.request.id);
    expect((await as("read_only", "GET", path)).json.engaged).toBe(false);
  });

  test("machines break no glass, and read only what is theirs", async () => {
    const grant = {
      kind: "gate",
      subject: FIRST_GATE,
      reason_code: "patient_safety",
      reason: "Insulin",
      minutes: 5,
    };
    const path = `${BASE}/break-glass`;
    expectProblem(await as("admin", "POST", path, grant), { status: 403, detail: "person" });
    expectProblem(await as("read_only", "GET", path), { status: 403 });
    expectProblem(await as("technician", "POST", path, { ...grant, minutes: 61 }), { status: 422 });
    expect(expectSuccess(await as("technician", "GET", path), listGlassGrantsContract)).toEqual([]);
    expectProblem(await as("admin", "POST", `${path}/nothing/end`), { status: 404 });
    const review = { verdict: "justified", note: "Fine" };
    expectProblem(await as("admin", "POST", `${path}/nothing/review`, review), { status: 403 });
  });
});
