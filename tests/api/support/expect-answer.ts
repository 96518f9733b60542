import { expect } from "vitest";
import type { Contract } from "@/lib/contracts/contract";
import { type Problem, problemSchema } from "@/lib/contracts/error-code";
import type { ApiAnswer } from "../../support/api";

const LOOKS_LIKE_TIME = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/;

/** The answer is the contract's success, down to the Z of every time. @returns its body */
export function expectSuccess(answer: ApiAnswer, contract: Contract): ApiAnswer["json"] {
  expect(answer.status, answer.text).toBe(contract.success.status);
  expect(answer.headers.get("content-type")).toMatch(/^application\/json\b/);
  const parsed = contract.success.answer.safeParse(answer.json);
  expect(parsed.error?.issues ?? []).toEqual([]);
  expect(timesWithoutZone(answer.json)).toEqual([]);
  return answer.json;
}

interface ExpectedProblem {
  status: number;
  code?: Problem["code"];
  /** every faulty field as "path code", in any order */
  errors?: readonly string[];
  /** words that the detail must hold */
  detail?: string;
}

/** The answer is an RFC 9457 problem that names its request. @returns the problem */
export function expectProblem(answer: ApiAnswer, expected: ExpectedProblem): Problem {
  expect(answer.status, answer.text).toBe(expected.status);
  expect(answer.headers.get("content-type")).toMatch(/^application\/problem\+json\b/);
  const problem = problemSchema.strict().parse(answer.json);
  expect(problem.status).toBe(expected.status);
  expect(problem.detail).not.toBe("");
  expect(problem.request_id).toBe(answer.headers.get("x-request-id"));
  if (expected.code) {
    expect(problem.code).toBe(expected.code);
  }
  if (expected.errors) {
    const faults = (problem.errors ?? []).map(({ path, code }) => `${path} ${code}`);
    expect(faults.sort()).toEqual([...expected.errors].sort());
  }
  if (expected.detail) {
    expect(problem.detail).toContain(expected.detail);
  }
  return problem;
}

/** Every text anywhere in the answer that looks like a time but does not end in Z. */
function timesWithoutZone(value: unknown): string[] {
  if (typeof value === "string") {
    return LOOKS_LIKE_TIME.test(value) && !value.endsWith("Z") ? [value] : [];
  }
  if (typeof value === "object" && value !== null) {
    return Object.values(value).flatMap(timesWithoutZone);
  }
  return [];
}
