import { describe, test } from "vitest";
import { createRuleContract } from "@/lib/contracts/rule";
import { LANES } from "../support/server";
import { checkRow, type Row } from "./support/row";
import { ACTION, CONDITION, inAll, PROGRAM, rule } from "./support/rules";
import { useServer } from "./support/use-server";

const send = "POST /api/rules";
const ROWS: readonly Row[] = [
  ["the documented form", send, rule("documented"), "201"],
  [
    "only types",
    send,
    rule("types", { condition: { type: "workflow_state" }, action: { type: "advance_queue" } }),
    "201",
  ],
  ["null description", send, rule("null", { description: null }), "201"],
  ["a name to be trimmed", send, rule("  trimmed  "), "201"],
  ["200 characters of name", send, rule("n".repeat(200)), "201"],
  ["201 characters of name", send, rule("n".repeat(201)), "422 body.name string_too_long"],
  [
    "JSON text",
    send,
    rule("text", { condition: JSON.stringify(CONDITION), action: JSON.stringify(ACTION) }),
    "201",
  ],
  ["no name", send, { condition: CONDITION, action: ACTION }, "422 body.name missing"],
  ["no condition", send, { name: "n", action: ACTION }, "422 body.condition missing"],
  ["no action", send, { name: "n", condition: CONDITION }, "422 body.action missing"],
  ["an empty name", send, rule(""), "422 body.name string_too_short"],
  ["a blank name", send, rule("   "), "422 body.name string_too_short"],
  ["no body", send, undefined, "422 body missing"],
  [
    "program text",
    send,
    rule("p", { condition: PROGRAM.condition }),
    "422 body.condition program_text",
  ],
  [
    "a program as action",
    send,
    rule("p", { action: PROGRAM.action }),
    "422 body.action program_text",
  ],
  [
    "an unknown type",
    send,
    rule("p", { condition: { type: "python" } }),
    "422 body.condition.type enum",
  ],
  [
    "an unknown operator",
    send,
    rule("p", { condition: inAll({ field: "queue", operator: "exec", value: "x" }) }),
    "422 body.condition.all.0.operator enum",
  ],
  [
    "an unknown field",
    send,
    rule("p", { condition: inAll({ field: "__class__", operator: "eq", value: "x" }) }),
    "422 body.condition.all.0.field enum",
  ],
  ["an unknown action", send, rule("p", { action: { type: "exec" } }), "422 body.action.type enum"],
  ["an action without a type", send, rule("p", { action: {} }), "422 body.action.type missing"],
  [
    "an unknown queue",
    send,
    rule("p", { action: { type: "advance_queue", to_queue: "x" } }),
    "422 body.action.to_queue enum",
  ],
  [
    "a payload that no action takes",
    send,
    rule("p", { action: { type: "advance_queue", speed: 1 } }),
    "422 body.action.speed extra_forbidden",
  ],
  ["text for enabled", send, rule("p", { enabled: "maybe" }), "422 body.enabled bool_parsing"],
  ["a fraction of priority", send, rule("p", { priority: 1.5 }), "422 body.priority int_type"],
];

describe.each(LANES)("POST /api/rules over %s", (lane) => {
  const server = useServer({ lane });

  test.each(ROWS)("%s", async (...row) => {
    await checkRow(server, row, createRuleContract);
  });
});
