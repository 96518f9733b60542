import { expect } from "vitest";
import { request } from "../../support/api";
import type { ServerUnderTest } from "./use-server";

type Json = Awaited<ReturnType<typeof request>>["json"];

/** POSTs and returns the body of a successful answer. */
export async function post(server: ServerUnderTest, path: string, body?: unknown): Promise<Json> {
  const answer = await request(server, "POST", path, body, server.headers);
  expect(answer.status, `POST ${path}: ${answer.text}`).toBeLessThan(300);
  return answer.json;
}

/** GETs and returns the body of a successful answer. */
export async function get(server: ServerUnderTest, path: string): Promise<Json> {
  const answer = await request(server, "GET", path, undefined, server.headers);
  expect(answer.status, `GET ${path}: ${answer.text}`).toBe(200);
  return answer.json;
}

/** A new case with two tasks. @returns the workflow as answered */
export function createCase(server: ServerUnderTest, fields: object = {}): Promise<Json> {
  return post(server, "/api/workflows", {
    name: "Refill",
    initial_tasks: [{ name: "Type" }, { name: "Check", assigned_to: "pharmacist" }],
    ...fields,
  });
}

/** A pending proposal to take the case one queue further. @returns its id */
export async function propose(server: ServerUnderTest, caseId: number): Promise<string> {
  const { proposal } = await post(server, `/dashboard/api/cases/${caseId}/propose`, {
    action_type: "advance_queue",
    label: "Move on",
  });
  return proposal.id;
}

export function decide(server: ServerUnderTest, id: string, decision = "approve"): Promise<Json> {
  return post(server, `/dashboard/api/automation/${id}/decide`, { decision });
}

export function setGate(server: ServerUnderTest, key: string, enabled = true): Promise<Json> {
  return post(server, "/dashboard/api/automation", { transition_key: key, enabled });
}

/** The gate out of data entry, where new cases stand. */
export const FIRST_GATE = "kroger.data_entry_to_preverify_insurance";
