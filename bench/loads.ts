import type autocannon from "autocannon";
import type { BenchCase } from "./prepare-cases";

const GATE = "kroger.notify_patient";

type Method = "GET" | "POST" | "PATCH";

interface CycleContext {
  case?: BenchCase;
  proposalId?: string;
  template?: string;
}

export function jsonRequest(
  key: string,
  method: Method,
  path: string,
  body?: unknown,
): autocannon.Request {
  return {
    method,
    path,
    headers: { "x-api-key": key, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  };
}

/** One kind of request each, by the name of its row. */
export function singleLoads(
  key: string,
  [first]: readonly BenchCase[],
): [string, Pick<autocannon.Options, "requests">][] {
  const one = `/api/workflows/${first?.caseId}`;
  const only = (method: Method, path: string, body?: unknown) => ({
    requests: [jsonRequest(key, method, path, body)],
  });
  const workflow = { name: "Bench", initial_tasks: [{ name: "first" }, { name: "second" }] };
  const event = { event_type: "note", payload: { text: "bench" } };
  return [
    ["GET /health", only("GET", "/health")],
    ["GET one workflow by id", only("GET", one)],
    ["GET first page of workflows", only("GET", "/api/workflows")],
    ["POST workflow with two tasks", only("POST", "/api/workflows", workflow)],
    ["PATCH task state", only("PATCH", `${one}/tasks/${first?.taskId}/state`, "in_progress")],
    ["POST event", only("POST", `${one}/events`, event)],
  ];
}

/**
 * Each connection proposes, approves and executes a patient message on a case of its own, over
 * and over: the whole kernel path without moving the case.
 */
export async function cycleLoad(url: string, key: string, cases: readonly BenchCase[]) {
  await fetch(`${url}/api/dashboard/automation`, {
    method: "POST",
    headers: { "x-api-key": key, "content-type": "application/json" },
    body: JSON.stringify({ transition_key: GATE, enabled: true, note: "bench" }),
  });
  let next = 0;
  const propose: autocannon.Request = {
    ...jsonRequest(key, "POST", "/", {}),
    setupRequest: (request, context: CycleContext) => {
      context.case ??= cases[next++ % cases.length] as BenchCase;
      // No patient gets the same message twice, so two take turns.
      context.template = context.template === "delay" ? "renewal_pending" : "delay";
      const action = { action_type: "notify_patient", label: "Bench" };
      return {
        ...request,
        path: `/api/dashboard/cases/${context.case.caseId}/propose`,
        body: JSON.stringify({ ...action, payload: { template: context.template } }),
      };
    },
    onResponse: (_status, body, context: CycleContext) => {
      context.proposalId = JSON.parse(body).proposal.id;
    },
  };
  const follow = (verb: string, body: unknown): autocannon.Request => ({
    ...jsonRequest(key, "POST", "/", body),
    setupRequest: (request, context: CycleContext) => ({
      ...request,
      path: `/api/dashboard/automation/${context.proposalId}/${verb}`,
    }),
  });
  return { requests: [propose, follow("decide", { decision: "approve" }), follow("execute", {})] };
}
