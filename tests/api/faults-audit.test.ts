import { describe, expect, test } from "vitest";
import { allContracts } from "@/lib/contracts/all-contracts";
import type { Contract } from "@/lib/contracts/contract";
import { request } from "../support/api";
import { LANES } from "../support/server";
import { sqlite } from "../support/test-database";
import { createFixture, type Fixture } from "./support/fixture";
import { fittingRequest, listed } from "./support/matrix";
import { useDatabaseServer } from "./support/use-database-server";

const MUTATING = allContracts.filter(({ method }) => method !== "GET");
/** They answer what would be, or what is. */
const CHANGES_NOTHING: ReadonlySet<string> = new Set([
  "dryRunRule",
  "dryRunGovernedAction",
  "resolveMode",
  "retrainModels",
]);

describe.each(LANES)("the audit trail over %s", (lane) => {
  const server = useDatabaseServer(sqlite, { JOB_RUNNER: "off" }, lane);

  const entries = () => server.db.auditEntry.count({ where: { action: { not: "access.deny" } } });
  /** A fresh fixture each time, for one change stands in the way of another. */
  const sendFresh = async (contract: Contract) => {
    const fixture: Fixture = await createFixture(server);
    const before = await entries();
    const { path, body } = fittingRequest(contract, fixture);
    const answer = await request(server, contract.method, path, body);
    return { answer, before };
  };

  test.each(listed(MUTATING))(
    "fault-39 %s leaves an entry when it has changed something",
    async (_, contract) => {
      const { answer, before } = await sendFresh(contract);
      expect(answer.status, answer.text).toBeLessThan(500);
      if (answer.status < 300 && !CHANGES_NOTHING.has(contract.operationId)) {
        expect(await entries(), contract.operationId).toBeGreaterThan(before);
      }
    },
  );

  test("fault-39 it holds decisions, executions, gates, cases, tasks, events and reported steps", async () => {
    const made = (await createFixture(server)).known;
    const { condition, action } = made;
    const renamed = { name: `Renamed ${made.rule_id}`, condition, action };
    await request(server, "PATCH", `/api/rules/${made.rule_id}`, renamed);
    await request(server, "DELETE", `/api/rules/${made.rule_id}`);
    await request(server, "POST", "/api/webhooks", { url: "https://hooks.invalid/tower" });
    const kinds = await server.db.auditEntry.groupBy({ by: ["action"] });
    const known = kinds.map(({ action }) => action);
    for (const action of [
      ...["case.create", "task.create", "task.set_state", "event.create", "patient.reveal"],
      ...["proposal.create", "proposal.approve", "proposal.execute", "execution.rollback"],
      ...["gate.authorize", "enterprise.execute", "ame.proposal", "ame.execution", "ame.outcome"],
      ...["rule.create", "rule.update", "rule.delete", "webhook.create", "demo.reset"],
    ]) {
      expect(known).toContain(action);
    }
  });

  test.each([
    [
      "POST",
      "/dashboard/api/automation",
      { transition_key: "kroger.notify_patient", enabled: true, decided_by: "Mallory" },
    ],
    ["POST", "/kroger/start", { scenario_key: "kroger_refill_atorvastatin" }],
    ["POST", "/api/workflows", { name: "A", actor: "Mallory", created_by: "Mallory" }],
  ] as const)(
    "fault-38 %s %s is by whoever sent it, whatever the body says",
    async (method, path, body) => {
      const answer = await request(server, method, path, body, { "x-on-behalf-of": "Mallory" });
      expect(answer.status, answer.text).toBeLessThan(300);
      const newest = await server.db.auditEntry.findFirstOrThrow({ orderBy: { id: "desc" } });
      expect(newest).toMatchObject({ actorId: "user:demo", onBehalfOf: "Mallory" });
    },
  );

  test("fault-38 decisions and executions are by whoever sent them", async () => {
    const { known, ids } = await createFixture(server);
    const decide = `/dashboard/api/automation/${ids.proposal_id}/decide`;
    await request(server, "POST", decide, { decision: "approve", decided_by: "Mallory" });
    const execute = `/dashboard/api/automation/${ids.proposal_id}/execute`;
    const done = await request(server, "POST", execute, { executed_by: "Mallory" });
    expect(done.json.proposal).toMatchObject({
      approved_by: "user:demo",
      executed_by: "user:demo",
    });
    const enterprise = {
      workflow_id: known.workflow_id,
      action_type: "advance_queue",
      executed_by: "Mallory",
    };
    await request(server, "POST", "/enterprise/execute", enterprise);
    const actors = await server.db.auditEntry.groupBy({ by: ["actorId"] });
    expect(actors.map(({ actorId }) => actorId)).not.toContain("Mallory");
  });
});
