import { describe, expect, test } from "vitest";
import {
  reportDecisionContract,
  reportExecutionContract,
  reportOutcomeContract,
  reportProposalContract,
} from "@/lib/contracts/ame-report";
import { LANES } from "../support/server";
import { post } from "./support/cases";
import { checkRow, type Row } from "./support/row";
import { useServer } from "./support/use-server";

const scope = { site_id: "s", queue: "q", action_type: "a" };
const OTHER = "403: Cannot access other tenant's data";
const elsewhere = { ...scope, tenant_id: "other" };
const incomplete = "422 body.scope.site_id missing; body.scope.action_type missing";

const propose = "POST /ame/proposal";
const PROPOSAL: readonly Row[] = [
  [
    "everything",
    propose,
    {
      scope: { ...scope, tenant_id: "default", role_context: "technician" },
      proposal_id: "full",
      predicted_confidence: 1,
      predicted_safety: 0,
      predicted_time_saved_sec: 12.5,
      features: { a: [1, { b: null }] },
      context: { source: "pms" },
    },
    "201",
  ],
  ["defaults", propose, { scope }, "201"],
  [
    "null where null may be",
    propose,
    { scope: { ...scope, role_context: null }, proposal_id: null, predicted_time_saved_sec: null },
    "201",
  ],
  ["no scope", propose, {}, "422 body.scope missing"],
  ["half a scope", propose, { scope: { queue: "q" } }, incomplete],
  [
    "confidence 1.1",
    propose,
    { scope, predicted_confidence: 1.1 },
    "422 body.predicted_confidence less_than_equal",
  ],
  [
    "safety -0.1",
    propose,
    { scope, predicted_safety: -0.1 },
    "422 body.predicted_safety greater_than_equal",
  ],
  [
    "a negative time",
    propose,
    { scope, predicted_time_saved_sec: -1 },
    "422 body.predicted_time_saved_sec greater_than_equal",
  ],
  [
    "an id of 65 characters",
    propose,
    { scope, proposal_id: "p".repeat(65) },
    "422 body.proposal_id string_too_long",
  ],
  [
    "an empty site",
    propose,
    { scope: { ...scope, site_id: "" } },
    "422 body.scope.site_id string_too_short",
  ],
  [
    "a blank site",
    propose,
    { scope: { ...scope, site_id: "  " } },
    "422 body.scope.site_id string_too_short",
  ],
  [
    "a queue of 121 characters",
    propose,
    { scope: { ...scope, queue: "q".repeat(121) } },
    "422 body.scope.queue string_too_long",
  ],
  [
    "a role of 121 characters",
    propose,
    { scope: { ...scope, role_context: "q".repeat(121) } },
    "422 body.scope.role_context string_too_long",
  ],
  ["a list as features", propose, { scope, features: [] }, "422 body.features dict_type"],
  [
    "text as confidence",
    propose,
    { scope, predicted_confidence: "x" },
    "422 body.predicted_confidence float_parsing",
  ],
  [
    "null as confidence",
    propose,
    { scope, predicted_confidence: null },
    "422 body.predicted_confidence float_type",
  ],
  ["another tenant", propose, { scope: elsewhere }, OTHER],
];

const decide = "POST /ame/decision";
const DECISION: readonly Row[] = [
  [
    "approve",
    decide,
    { scope, proposal_id: "{p}", decision: "approve", decision_reason: "ok" },
    "200",
  ],
  ["reject", decide, { scope, proposal_id: "{p}", decision: "reject" }, "200"],
  ["defer", decide, { scope, proposal_id: "{p}", decision: "defer", decision_reason: null }, "200"],
  ["no proposal", decide, { scope: { ...scope, site_id: "new" }, decision: "approve" }, "200"],
  [
    "fault-21 an unknown proposal",
    decide,
    { scope, proposal_id: "nope", decision: "approve" },
    "404: Proposal nope not found",
  ],
  [
    "another word",
    decide,
    { scope, decision: "maybe" },
    "422 body.decision string_pattern_mismatch",
  ],
  ["no decision", decide, { scope }, "422 body.decision missing"],
  [
    "a long reason",
    decide,
    { scope, decision: "defer", decision_reason: "r".repeat(501) },
    "422 body.decision_reason string_too_long",
  ],
  ["no scope", decide, { decision: "approve" }, "422 body.scope missing"],
  [
    "another scope",
    decide,
    { scope: { ...scope, queue: "r" }, proposal_id: "{p}", decision: "approve" },
    '409: queue "q"',
  ],
  ["another tenant", decide, { scope: elsewhere, decision: "approve" }, OTHER],
];

const execute = "POST /ame/execute";
const EXECUTION: readonly Row[] = [
  [
    "guarded",
    execute,
    { scope, proposal_id: "{approved}", before_state: { a: 1 }, after_state: { a: 2 } },
    "200",
  ],
  ["not guarded", execute, { scope, proposal_id: "{approved}", guarded: false }, "200"],
  ["no proposal", execute, { scope }, "200"],
  ["what nobody approved", execute, { scope, proposal_id: "{p}" }, "409: not approved"],
  [
    "fault-21 an unknown proposal",
    execute,
    { scope, proposal_id: "nope" },
    "404: Proposal nope not found",
  ],
  ["no scope", execute, {}, "422 body.scope missing"],
  [
    "text as before_state",
    execute,
    { scope, before_state: "x" },
    "422 body.before_state dict_type",
  ],
  ["another tenant", execute, { scope: elsewhere }, OTHER],
];

const observe = "POST /ame/outcome";
const OUTCOME: readonly Row[] = [
  [
    "success",
    observe,
    { scope, proposal_id: "{approved}", outcome_success: true, observed_time_saved_sec: 30 },
    "200",
  ],
  ["failure", observe, { scope, proposal_id: "{p}", outcome_success: false }, "200"],
  ["an error", observe, { scope, proposal_id: "{p}", observed_error: true }, "200"],
  ["defaults", observe, { scope }, "200"],
  ["success of what nobody approved", observe, { scope, proposal_id: "{p}" }, "409: not approved"],
  [
    "fault-21 an unknown proposal",
    observe,
    { scope, proposal_id: "nope" },
    "404: Proposal nope not found",
  ],
  [
    "a negative time",
    observe,
    { scope, observed_time_saved_sec: -1 },
    "422 body.observed_time_saved_sec greater_than_equal",
  ],
  ["no scope", observe, {}, "422 body.scope missing"],
  [
    "text as success",
    observe,
    { scope, outcome_success: "perhaps" },
    "422 body.outcome_success bool_parsing",
  ],
  ["another tenant", observe, { scope: elsewhere }, OTHER],
];

describe.each(LANES)("AME reports over %s", (lane) => {
  const server = useServer({ lane });
  let made = 0;

  async function proposed(decision?: string): Promise<string> {
    const proposal_id = `row-${++made}`;
    await post(server, "/ame/proposal", { scope, proposal_id });
    if (decision) {
      await post(server, "/ame/decision", { scope, proposal_id, decision });
    }
    return proposal_id;
  }
  /** Fills `{p}` and `{approved}` in as proposals of this row alone. */
  async function withProposals([special, send, body, answer]: Row): Promise<Row> {
    const text = JSON.stringify(body ?? null);
    const filled = text
      .replace("{p}", text.includes("{p}") ? await proposed() : "")
      .replace("{approved}", text.includes("{approved}") ? await proposed("approve") : "");
    return [special, send, body === undefined ? undefined : JSON.parse(filled), answer];
  }

  test.each(PROPOSAL)("proposing with %s", async (...row) => {
    await checkRow(server, row, reportProposalContract);
  });

  test.each(DECISION)("deciding: %s", async (...row) => {
    await checkRow(server, await withProposals(row), reportDecisionContract);
  });

  test.each(EXECUTION)("executing: %s", async (...row) => {
    const answer = await checkRow(server, await withProposals(row), reportExecutionContract);
    if (answer.status === 200) {
      expect(answer.json.reversible_until === null).toBe(row[0] === "not guarded");
    }
  });

  test.each(OUTCOME)("observing: %s", async (...row) => {
    await checkRow(server, await withProposals(row), reportOutcomeContract);
  });
});
