import { describe, expect, test } from "vitest";
import {
  decideContract,
  executeContract,
  pendingProposalsContract,
  rollbackContract,
} from "@/lib/contracts/automation";
import { proposeContract } from "@/lib/contracts/dashboard";
import { listGatesContract, setGateContract } from "@/lib/contracts/governance";
import { request } from "../support/api";
import { LANES } from "../support/server";
import { createCase, decide, FIRST_GATE, get, post, propose, setGate } from "./support/cases";
import { expectProblem, expectSuccess } from "./support/expect-answer";
import { readAllPages } from "./support/pages";
import { checkRow, type Row } from "./support/row";
import { useServer } from "./support/use-server";

const PROPOSAL_KEYS = [
  ..."id case_id action status proposed_by proposed_at created_at".split(" "),
  ..."approved_by approved_at executed_by executed_at audit".split(" "),
];

const gate = "POST /dashboard/api/automation";
const GATE: readonly Row[] = [
  ["authorise", gate, { transition_key: FIRST_GATE, enabled: true }, "200"],
  ["revoke", gate, { transition_key: FIRST_GATE, enabled: false }, "200"],
  [
    "a reason code of another list",
    gate,
    { transition_key: FIRST_GATE, enabled: false, reason_code: "wrong_case" },
    "422 body.reason_code enum",
  ],
  ["enabled missing", gate, { transition_key: FIRST_GATE }, "422 body.enabled missing"],
  [
    "text for enabled",
    gate,
    { transition_key: FIRST_GATE, enabled: "perhaps" },
    "422 body.enabled bool_parsing",
  ],
  [
    "an empty key",
    gate,
    { transition_key: "", enabled: true },
    "422 body.transition_key string_too_short",
  ],
  [
    "a note of 501 characters",
    gate,
    { transition_key: FIRST_GATE, enabled: true, note: "n".repeat(501) },
    "422 body.note string_too_long",
  ],
  [
    "an empty decided_by",
    gate,
    { transition_key: FIRST_GATE, enabled: true, decided_by: "" },
    "422 body.decided_by string_too_short",
  ],
  [
    "a gate that no pack has",
    gate,
    { transition_key: "kroger.anything", enabled: true },
    "422 body.transition_key enum",
  ],
];

const send = "POST /dashboard/api/cases/{case_id}/propose";
const move = { action_type: "advance_queue", label: "Move on" };
const PROPOSE: readonly Row[] = [
  ["defaults", send, move, "200"],
  ["everything", send, { ...move, payload: {}, confidence: 0.9, safety_score: 1 }, "200"],
  ["no label", send, { action_type: "advance_queue" }, "422 body.label missing"],
  ["no action_type", send, { label: "Move" }, "422 body.action_type missing"],
  ["text as confidence", send, { ...move, confidence: "x" }, "422 body.confidence float_parsing"],
  ["confidence 5", send, { ...move, confidence: 5 }, "422 body.confidence less_than_equal"],
  ["a list as payload", send, { ...move, payload: [] }, "422 body.payload dict_type"],
  ["an empty body", send, {}, "422 body.action_type missing; body.label missing"],
  ["an unknown action", send, { ...move, action_type: "fly" }, "422 body.action_type enum"],
  [
    "a queue out of turn",
    send,
    { ...move, payload: { to_queue: "will_call" } },
    "422 body.payload.to_queue transition",
  ],
  ["an unknown case", "POST /dashboard/api/cases/-99/propose", move, "404: not found"],
  ["no number", "POST /dashboard/api/cases/abc/propose", move, "422 path.case_id int_parsing"],
];

const judge = "POST /dashboard/api/automation/{proposal_id}/decide";
const DECIDE: readonly Row[] = [
  ["approve", judge, { decision: "approve", decided_by: "R. Ph.", note: "fine" }, "200"],
  ["reject", judge, { decision: "reject" }, "200"],
  ["a reason code", judge, { decision: "reject", reason_code: "wrong_time", note: "n" }, "200"],
  [
    "no such code",
    judge,
    { decision: "reject", reason_code: "bored" },
    "422 body.reason_code enum",
  ],
  ["defer", judge, { decision: "defer" }, "200"],
  ["another word", judge, { decision: "maybe" }, "400: approve|reject"],
  ["no decision", judge, {}, "422 body.decision missing"],
  [
    "an unknown proposal",
    "POST /dashboard/api/automation/nope/decide",
    { decision: "approve" },
    "404: Proposal not found",
  ],
];

const undo = "POST /ame/rollback/{execution_id}";
const ROLLBACK: readonly Row[] = [
  ["a reason", undo, { reason: "wrong patient" }, "200"],
  ["its code too", undo, { reason_code: "wrong_case", reason: "wrong patient" }, "200"],
  ["no such code", undo, { reason_code: "bored", reason: "r" }, "422 body.reason_code enum"],
  ["an unknown execution", "POST /ame/rollback/99999", { reason: "r" }, "404: Execution 99999 not"],
  ["zero", "POST /ame/rollback/0", { reason: "r" }, "422 path.execution_id greater_than"],
  ["no number", "POST /ame/rollback/abc", { reason: "r" }, "422 path.execution_id int_parsing"],
  ["no reason", undo, {}, "422 body.reason missing"],
  ["a long reason", undo, { reason: "r".repeat(501) }, "422 body.reason string_too_long"],
];

describe.each(LANES)("proposals and gates over %s", (lane) => {
  const server = useServer({ lane });

  /** A proposal that was approved and run, its gate open. */
  async function execute() {
    const { id: caseId } = await createCase(server);
    const id = await propose(server, caseId);
    await decide(server, id);
    await setGate(server, FIRST_GATE);
    const answer = await request(server, "POST", `/dashboard/api/automation/${id}/execute`);
    return { caseId, id, done: expectSuccess(answer, executeContract) };
  }

  test("every gate begins closed", async () => {
    const answer = await request(server, "GET", "/dashboard/api/automation");
    const { authorizations } = expectSuccess(answer, listGatesContract);
    expect(Object.keys(authorizations)).toContain(FIRST_GATE);
    expect(new Set(Object.values(authorizations))).toEqual(new Set([false]));
  });

  test.each(GATE)("setting a gate: %s", async (...row) => {
    const answer = await checkRow(server, row, setGateContract);
    if (answer.status === 200) {
      expect(await get(server, "/dashboard/api/automation")).toEqual(answer.json);
      expect(answer.json.authorizations[FIRST_GATE]).toBe(row[0] === "authorise");
    }
  });

  test.each(PROPOSE)("proposing with %s", async (...row) => {
    const { id } = await createCase(server);
    const answer = await checkRow(server, row, proposeContract, { case_id: id });
    const { proposals } = await get(server, `/dashboard/api/cases/${id}`);
    expect(proposals).toHaveLength(answer.status === 200 ? 1 : 0);
    for (const proposal of proposals) {
      expect(Object.keys(proposal)).toEqual(expect.arrayContaining(PROPOSAL_KEYS));
      expect(proposal).toMatchObject({ case_id: id, status: "pending", proposed_by: "user:demo" });
    }
  });

  test("pending proposals are counted in full and paged oldest first", async () => {
    const made: string[] = [];
    for (let i = 0; i < 5; i += 1) {
      made.push(await propose(server, (await createCase(server)).id));
    }
    const pages = await readAllPages(server, "/dashboard/api/automation/pending?limit=2");
    const ids = pages.flatMap((page) =>
      expectSuccess(page, pendingProposalsContract).items.map(({ id }: { id: string }) => id),
    );
    expect(ids.slice(-5)).toEqual(made);
    expect(new Set(ids).size).toBe(ids.length);
    expect(pages[0]?.json.count).toBe(ids.length);
  });

  test.each(DECIDE)("deciding: %s", async (...row) => {
    const id = await propose(server, (await createCase(server)).id);
    await checkRow(server, row, decideContract, { proposal_id: id });
  });

  test("a decision says who made it and stands", async () => {
    const { id: caseId } = await createCase(server);
    const [yes, no] = [await propose(server, caseId), await propose(server, caseId)];
    const approved = await decide(server, yes);
    expect(approved.proposal).toMatchObject({ status: "approved", approved_by: "user:demo" });
    const rejected = await decide(server, no, "reject");
    expect(rejected.proposal).toMatchObject({ status: "rejected", rejected_by: "user:demo" });
    expect(rejected.proposal.approved_by).toBeNull();
    const path = `/dashboard/api/automation/${yes}/decide`;
    const again = await request(server, "POST", path, { decision: "reject" });
    expectProblem(again, { status: 409, detail: "Proposal already approved" });
  });

  test("executes once, only when approved, and only through an open gate", async () => {
    await setGate(server, FIRST_GATE, false);
    const { id: caseId } = await createCase(server);
    const id = await propose(server, caseId);
    const run = () => request(server, "POST", `/dashboard/api/automation/${id}/execute`);
    const early = "Only approved proposals can be executed";
    expectProblem(await run(), { status: 409, detail: early });
    await decide(server, id);
    expectProblem(await run(), { status: 403, detail: `Not authorized: ${FIRST_GATE}` });
    await setGate(server, FIRST_GATE);
    const done = expectSuccess(await run(), executeContract);
    expect(done.case).toMatchObject({ id: caseId, queue: "pre_verification" });
    expect(done.proposal).toMatchObject({ status: "executed", executed_by: "user:demo" });
    expectProblem(await run(), { status: 409, detail: early });
  });

  test("refuses to execute what was rejected or never proposed", async () => {
    const id = await propose(server, (await createCase(server)).id);
    await decide(server, id, "reject");
    const rejected = await request(server, "POST", `/dashboard/api/automation/${id}/execute`, {});
    expectProblem(rejected, { status: 409, detail: "Only approved proposals can be executed" });
    const unknown = await request(server, "POST", "/dashboard/api/automation/nope/execute", {});
    expectProblem(unknown, { status: 404, detail: "Proposal not found" });
  });

  test.each(ROLLBACK)("rolling back with %s", async (...row) => {
    const { done } = await execute();
    await checkRow(server, row, rollbackContract, { execution_id: done.execution_id });
  });

  test("a rollback brings the case back, once", async () => {
    const { caseId, done } = await execute();
    const path = `/ame/rollback/${done.execution_id}`;
    expect(await post(server, path, { reason: "oops" })).toMatchObject({
      execution_id: done.execution_id,
      rolled_back: true,
      rollback_reason: "oops",
    });
    expect(await get(server, `/api/workflows/${caseId}`)).toMatchObject({ queue: "data_entry" });
    const again = await request(server, "POST", path, { reason: "oops" });
    expectProblem(again, { status: 409, detail: "already rolled back" });
  });
});
