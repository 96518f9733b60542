import type autocannon from "autocannon";
import type { BenchCase } from "./prepare-cases";

const GATE = "kroger.notify_patient";

type Method = "GET" | "POST" | "PATCH";

interface CycleContext {
  case?: BenchCase;
  proposalId?: string;
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
 * Proposes, approves and executes two patient messages on one case after another: the whole kernel
 * path without moving the case. No patient gets the same message twice, so no case comes twice.
 */
export async function cycleLoad(url: string, key: string, cases: readonly BenchCase[]) {
  await fetch(`${url}/api/dashboard/automation`, {
    method: "POST",
    headers: { "x-api-key": key, "content-type": "application/json" },
    body: JSON.stringify({ transition_key: GATE, enabled: true, note: "bench" }),
  });
  let next = 0;
  const caseFor = (number: number): BenchCase => {
    const found = cases[number];
    if (!found) {
      throw new Error(`${cases.length} cases are too few for this machine; prepare more`);
    }
    return found;
  };
  const propose = (template: string): autocannon.Request => ({
    ...jsonRequest(key, "POST", "/", {
      action_type: "notify_patient",
      label: "Bench",
      payload: { template },
    }),
    setupRequest: (request, context: CycleContext) => {
      context.case ??= caseFor(next++);
      return { ...request, path: `/api/dashboard/cases/${context.case.caseId}/propose` };
    },
    onResponse: (_status, body, context: CycleContext) => {
      // A refusal shows as a failure of this row and of the two requests that follow it.
      context.proposalId = JSON.parse(body).proposal?.id;
    },
  });
  const follow = (verb: string, body: unknown): autocannon.Request => ({
    ...jsonRequest(key, "POST", "/", body),
    setupRequest: (request, context: CycleContext) => ({
      ...request,
      path: `/api/dashboard/automation/${context.proposalId}/${verb}`,
    }),
  });
  const cycle = (template: string) => [
    propose(template),
    follow("decide", { decision: "approve" }),
    follow("execute", {}),
  ];
  return { requests: [...cycle("delay"), ...cycle("renewal_pending")] };
}
