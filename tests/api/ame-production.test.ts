import { describe, expect, test } from "vitest";
import { request } from "../support/api";
import { availableDatabases } from "../support/test-database";
import { expectProblem } from "./support/expect-answer";
import { KEYS, PRODUCTION } from "./support/keys";
import { useDatabaseServer } from "./support/use-database-server";

describe.each((await availableDatabases()).slice(0, 1))(
  "AME in production on $provider",
  (available) => {
    const server = useDatabaseServer(available, PRODUCTION);
    const scope = { site_id: "s", queue: "q", action_type: "a" };
    const as = (role: keyof typeof KEYS, verb: string, body: object, more = {}) =>
      request(server, "POST", `/ame/${verb}`, body, { "x-api-key": KEYS[role], ...more });

    test("fault-34 a reader's key writes no evidence, and reads", async () => {
      for (const [verb, body] of [
        ["proposal", { scope }],
        ["decision", { scope, decision: "approve" }],
        ["execute", { scope }],
        ["outcome", { scope }],
        ["rollback/1", { reason: "r" }],
        ["ml/retrain", {}],
      ] as const) {
        expectProblem(await as("read_only", verb, body), { status: 403, code: "forbidden" });
      }
      expect((await as("read_only", "resolve-mode", { scope })).status).toBe(200);
      const header = { "x-api-key": KEYS.read_only };
      for (const path of ["/ame/scopes", "/ame/events/recent"]) {
        const answer = await request(server, "GET", path, undefined, header);
        expect([path, answer.status, answer.json]).toEqual([path, 200, []]);
      }
    });

    test("fault-36 no key reaches another tenant", async () => {
      const body = { scope: { ...scope, tenant_id: "other" } };
      for (const verb of ["proposal", "execute", "outcome", "resolve-mode"]) {
        expectProblem(await as("admin", verb, body), {
          status: 403,
          detail: "other tenant's data",
        });
      }
    });

    test("who decided comes from the key, and the audit entry from the request", async () => {
      const report = { scope, proposal_id: "p" };
      const requestId = "ask-42";
      const proposed = await as("technician", "proposal", report, { "x-request-id": requestId });
      expect(proposed.status).toBe(201);
      await as("pharmacist", "decision", { ...report, decision: "approve", decided_by: "robot" });
      const header = { "x-api-key": KEYS.supervisor };
      const { json } = await request(server, "GET", "/ame/events/recent", undefined, header);
      expect(json[0]).toMatchObject({ event_type: "decided", decision_by: "api_key:pharmacist" });
      const audit = await request(server, "GET", "/api/audit", undefined, header);
      expect(audit.json.entries[1]).toMatchObject({
        action: "ame.proposal",
        request_id: requestId,
        actor: { id: "api_key:technician" },
      });
    });
  },
);
