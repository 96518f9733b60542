import { randomUUID } from "node:crypto";
import type autocannon from "autocannon";
import { jsonRequest } from "./loads";
import { BUSY_SCOPE } from "./prepare-evidence";

interface CycleContext {
  proposalId?: string;
}

type Load = Pick<autocannon.Options, "requests">;

/** What another system reports and asks, by the name of its row. */
export function ameLoads(key: string): [string, Load][] {
  const quiet = (name: string) => ({ ...BUSY_SCOPE, site_id: name });
  const mode = { scope: BUSY_SCOPE, model_confidence: 0.8, model_safety: 0.9 };
  const features = { payer: "Bench plan", queue: "data_entry", priority: 3, hour_of_day: 9 };
  const forecast = { predicted_safety: 0.95, predicted_time_saved_sec: 60, features };
  const propose = (scope: object): Load => ({
    requests: [report(key, "proposal", { scope, ...forecast })],
  });
  const cycle = [
    ["proposal", forecast],
    ["decision", { decision: "approve" }],
    ["execute", { before_state: { queue: "a" }, after_state: { queue: "b" } }],
    ["outcome", { observed_time_saved_sec: 45 }],
  ] as const;
  return [
    ["POST ame/proposal, new scope", propose(quiet("bench-quiet"))],
    ["POST ame/proposal, 5,000 events in the scope", propose(BUSY_SCOPE)],
    [
      "POST ame/resolve-mode",
      { requests: [jsonRequest(key, "POST", "/api/ame/resolve-mode", mode)] },
    ],
    ["GET ame/scopes, 50 of 1,000", { requests: [jsonRequest(key, "GET", "/api/ame/scopes")] }],
    [
      "GET ame/scopes, 100 of 1,000",
      { requests: [jsonRequest(key, "GET", "/api/ame/scopes?limit=100")] },
    ],
    [
      "proposal + decision + execute + outcome, per request",
      {
        requests: cycle.map(([verb, body]) =>
          report(key, verb, { ...body, scope: quiet("bench-cycle") }),
        ),
      },
    ],
  ];
}

/** A report on the proposal of this cycle, which the first report names. */
function report(key: string, verb: string, body: object): autocannon.Request {
  return {
    ...jsonRequest(key, "POST", `/api/ame/${verb}`),
    setupRequest: (request, context: CycleContext) => {
      context.proposalId ??= randomUUID();
      return { ...request, body: JSON.stringify({ ...body, proposal_id: context.proposalId }) };
    },
  };
}
