import { expect } from "vitest";
import type { Contract } from "@/lib/contracts/contract";
import { type ApiAnswer, type ApiMethod, request } from "../../support/api";
import { expectProblem, expectSuccess } from "./expect-answer";
import type { ServerUnderTest } from "./use-server";

/**
 * One line of a table: what is special, "METHOD /path", the body, and the answer: "201",
 * "422 body.name missing; body.action string_type" or "404: Workflow 99999 not found".
 */
export type Row = readonly [special: string, send: string, body: unknown, answer: string];

type Ids = Readonly<Record<string, string | number>>;

/** Sends the row's request, with each `{name}` in its path filled in, and checks the answer. */
export async function checkRow(
  server: ServerUnderTest,
  [, send, body, expected]: Row,
  success: Contract,
  ids: Ids = {},
): Promise<ApiAnswer> {
  const [method = "", path = ""] = send.split(" ");
  const answer = await request(server, method as ApiMethod, fillIn(path, ids), body);
  if (/^2/.test(expected)) {
    expect(answer.status, answer.text).toBe(Number(expected));
    expectSuccess(answer, success);
  } else {
    expectProblem(answer, toProblem(expected));
  }
  return answer;
}

function toProblem(expected: string) {
  const [, status = "", rest = ""] = /^(\d{3})(.*)$/.exec(expected) ?? [];
  if (rest.startsWith(":")) {
    return { status: Number(status), detail: rest.slice(1).trim() };
  }
  const errors = rest.split(";").map((fault) => fault.trim());
  return { status: Number(status), ...(rest !== "" && { errors }) };
}

/** `/api/workflows/{id}` with its names replaced; a name that is not given stays. */
export function fillIn(path: string, ids: Ids): string {
  return path.replace(/\{(\w+)\}/g, (whole, name: string) => String(ids[name] ?? whole));
}
