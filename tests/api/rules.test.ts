import { describe, expect, test } from "vitest";
import {
  createRuleContract,
  deleteRuleContract,
  getRuleContract,
  listRuleFieldsContract,
  listRulesContract,
  listRuleVersionsContract,
  updateRuleContract,
} from "@/lib/contracts/rule";
import { dryRunRuleContract } from "@/lib/contracts/rule-dry-run";
import { request } from "../support/api";
import { LANES } from "../support/server";
import { createCase, get, post } from "./support/cases";
import { expectProblem, expectSuccess } from "./support/expect-answer";
import { readAllPages } from "./support/pages";
import { ACTION, CONDITION, inAll, PROGRAM, rule } from "./support/rules";
import { useServer } from "./support/use-server";

const SEED_KEYS = ["action", "condition", "description", "id", "name"];

describe.each(LANES)("rules over %s", (lane) => {
  const server = useServer({ lane });

  const newRule = (name: string, more: object = {}) => post(server, "/api/rules", rule(name, more));

  test("fault-3 an empty table of rules is an empty list", async () => {
    const answer = await request(server, "GET", "/api/rules");
    expect(expectSuccess(answer, listRulesContract)).toEqual([]);
  });

  test("fault-2 a rule of objects is created, and answered with the keys of old and new", async () => {
    const body = { name: "r1", description: "d", condition: CONDITION, action: ACTION };
    const answer = await request(server, "POST", "/api/rules", { ...body, enabled: false });
    const stored = expectSuccess(answer, createRuleContract);
    expect(stored).toMatchObject({ ...body, priority: 0, version: 1, execution_count: 0 });
    expect(Object.keys(stored)).toEqual(expect.arrayContaining(SEED_KEYS));
    const again = await request(server, "POST", "/api/rules", rule("r1"));
    expectProblem(again, { status: 409, detail: "r1" });
  });

  test("fault-3 rules of objects are listed, page by page", async () => {
    const made = [await newRule("list a"), await newRule("list b")];
    const pages = await readAllPages(server, "/api/rules?limit=3");
    const listed = pages.flatMap((page) => expectSuccess(page, listRulesContract));
    expect(listed.slice(-2)).toEqual(made);
    expect(new Set(listed.map(({ id }: { id: number }) => id)).size).toBe(listed.length);
  });

  test("fault-4 an enabled rule of objects fires and a disabled one does not", async () => {
    const condition = { type: "workflow_state", state: "inbound_comms" };
    const on = await newRule("fires", {
      condition,
      action: { type: "advance_queue" },
      enabled: true,
    });
    const off = await newRule("sleeps", { condition, enabled: false });
    const { id } = await createCase(server, { queue: "inbound_comms" });
    const detail = await get(server, `/api/dashboard/cases/${id}`);
    expect(detail.proposals).toMatchObject([
      { proposed_by: `rule:${on.id}`, status: "pending", action: { type: "advance_queue" } },
    ]);
    expect(detail.timeline[0].summary).toMatch(/^Rule “fires” proposed: Move to data entry$/);
    expect(await get(server, `/api/rules/${on.id}`)).toMatchObject({
      execution_count: 1,
      last_status: "proposed",
    });
    expect(await get(server, `/api/rules/${off.id}`)).toMatchObject({
      execution_count: 0,
      last_status: null,
    });
    await request(server, "DELETE", `/api/rules/${on.id}`);
  });

  test("fault-4 program text is refused with an example of the form, and nothing is run", async () => {
    const body = { name: "r1 as text", ...PROGRAM };
    const problem = expectProblem(await request(server, "POST", "/api/rules", body), {
      status: 422,
      errors: ["body.condition program_text"],
    });
    expect(problem.detail).toContain('{"type":"workflow_state"');
  });

  test("a rule is changed in part, deleted, and remembered", async () => {
    const { id } = await newRule("changes");
    const path = `/api/rules/${id}`;
    const patched = await request(server, "PATCH", path, { priority: 4, description: "new" });
    expect(expectSuccess(patched, updateRuleContract)).toMatchObject({
      version: 2,
      priority: 4,
      description: "new",
      condition: CONDITION,
    });
    expect(expectSuccess(await request(server, "GET", path), getRuleContract)).toEqual(
      patched.json,
    );
    const faults = { condition: inAll({ field: "priority", operator: "gt", value: "x" }) };
    expectProblem(await request(server, "PATCH", path, faults), {
      status: 422,
      errors: ["body.condition.all.0.value float_type"],
    });
    expectProblem(await request(server, "PATCH", path, {}), { status: 422 });
    expectSuccess(await request(server, "DELETE", path), deleteRuleContract);
    for (const method of ["GET", "DELETE"] as const) {
      expectProblem(await request(server, method, path), { status: 404, detail: String(id) });
    }
    const versions = await request(server, "GET", `${path}/versions?limit=2`);
    expect(
      expectSuccess(versions, listRuleVersionsContract).map(
        ({ change }: { change: string }) => change,
      ),
    ).toEqual(["deleted", "updated"]);
    expect(await readAllPages(server, `${path}/versions?limit=2`)).toHaveLength(2);
    expectProblem(await request(server, "GET", "/api/rules/99999/versions"), { status: 404 });
  });

  test("a rule has an entity tag, and a change may name the version it was decided on", async () => {
    const { id } = await newRule("tagged");
    const path = `/api/rules/${id}`;
    const read = await request(server, "GET", path);
    const tag = read.headers.get("etag") ?? "";
    expect(tag).toMatch(new RegExp(`^"rule-${id}-1\\.[0-9a-f]{16}"$`));
    const known = await request(server, "GET", path, undefined, { "if-none-match": tag });
    expect(known.status).toBe(304);
    const change = (method: "PATCH" | "DELETE", body?: object) =>
      request(server, method, path, body, { "if-match": tag });
    expectSuccess(await change("PATCH", { priority: 1 }), updateRuleContract);
    expectProblem(await change("PATCH", { priority: 2 }), { status: 412 });
    expectProblem(await change("DELETE"), { status: 412 });
    expect(await get(server, path)).toMatchObject({ version: 2, priority: 1 });
  });

  test("what rules are made of is told", async () => {
    const vocabulary = expectSuccess(
      await request(server, "GET", "/api/rules/fields"),
      listRuleFieldsContract,
    );
    expect(vocabulary.fields.map(({ name }: { name: string }) => name)).toEqual(
      expect.arrayContaining(["queue", "insurance_verified", "attributes.<key>"]),
    );
    expect(vocabulary.actions.map(({ type }: { type: string }) => type)).toContain("advance_queue");
  });

  test("a dry run tells what would happen, and leaves no trace", async () => {
    const { id } = await createCase(server);
    const before = await get(server, `/api/dashboard/cases/${id}`);
    const body = { condition: { type: "always" }, action: { type: "advance_queue" }, limit: 1 };
    const answer = await request(server, "POST", "/api/rules/dry-run", body);
    expect(expectSuccess(answer, dryRunRuleContract)).toMatchObject({
      evaluated: 1,
      matched: 1,
      matches: [{ case_id: id, outcome: "propose", payload: { to_queue: "pre_verification" } }],
    });
    expect(await get(server, `/api/dashboard/cases/${id}`)).toEqual(before);
    const tooMany = await request(server, "POST", "/api/rules/dry-run", { ...body, limit: 501 });
    expectProblem(tooMany, { status: 422, errors: ["body.limit less_than_equal"] });
    expectProblem(await request(server, "POST", "/api/rules/dry-run", { limit: 1 }), {
      status: 422,
      errors: ["body.condition missing"],
    });
  });

  test.each([
    ["10,000 groups deep", `${'{"not":'.repeat(10_000)}1${"}".repeat(10_000)}`, 422],
    [
      "200 KiB of comparisons",
      `{"type":"always","all":[${'{"field":"queue","operator":"exists"},'.repeat(5000)}{}]}`,
      422,
    ],
    ["1 MB of text", JSON.stringify("x".repeat(1024 * 1024)), 413],
  ])("a condition %s is refused", async (_, condition, status) => {
    const body = Buffer.from(
      `{"name":"big","action":{"type":"advance_queue"},"condition":${condition}}`,
    );
    expectProblem(await request(server, "POST", "/api/rules", body), { status });
  });
});
