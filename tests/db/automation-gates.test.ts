import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { recordAudit } from "@/lib/audit/record-audit";
import { autoStep } from "@/lib/automation/auto-step";
import { executeGovernedAction } from "@/lib/automation/execute-governed-action";
import type { JsonObject } from "@/lib/contracts/common";
import { readGateLocked } from "@/lib/governance/gate-repository";
import { beginChange } from "@/lib/governance/head-repository";
import { listGates } from "@/lib/governance/list-gates";
import type { Context } from "@/lib/kernel/context";
import { inTransaction } from "@/lib/kernel/transaction";
import { DEFAULT_PACK } from "@/lib/packs/find-pack";
import { availableDatabases } from "../support/test-database";
import { addCase, decide, execute, gate, openAllGates, propose, seedCase } from "./support/acts";
import { refusalOf } from "./support/outcomes";
import { openWorld, type TestWorld } from "./support/test-world";

const DATA_ENTRY_GATE = "kroger.data_entry_to_preverify_insurance";

const GATED: [gate: string, scenario: string, action: string, payload: JsonObject][] = [
  ["kroger.prescriber_approval_to_data_entry", "happy_path", "advance_queue", {}],
  [DATA_ENTRY_GATE, "payer_outage", "advance_queue", {}],
  ["kroger.preverify_to_access_granted", "controlled_refill", "advance_queue", {}],
  ["kroger.dispensing_to_verification", "out_of_stock", "advance_queue", {}],
  [
    "kroger.rejection_to_data_entry",
    "no_insurance_discount_card",
    "resolve_rejection",
    { resolution: "use_discount_card" },
  ],
  [
    "kroger.rejection_to_data_entry",
    "refill_too_soon",
    "resolve_rejection",
    { resolution: "schedule_refill" },
  ],
  ["kroger.request_renewal", "no_refills_prescriber", "request_renewal", {}],
  ["kroger.notify_patient", "out_of_stock", "notify_patient", { template: "delay" }],
];

describe.each(await availableDatabases())("gates on $provider", (available) => {
  let world: TestWorld;
  let admin: Context;
  beforeAll(async () => {
    world = await openWorld(available);
    admin = world.as("admin");
  });
  beforeEach(async () => {
    await world.db.gate.deleteMany({});
  });
  afterAll(() => world.close());

  /** Everything that a blocked action must leave as it was. */
  const traceOf = async (caseId: number) => ({
    case: await world.db.workflow.findUniqueOrThrow({ where: { id: caseId } }),
    tasks: await world.db.task.findMany({ where: { workflowId: caseId } }),
    events: await world.db.event.findMany({ where: { workflowId: caseId } }),
    proposals: await world.db.proposal.findMany({ where: { workflowId: caseId } }),
    executions: await world.db.execution.findMany({ where: { workflowId: caseId } }),
    messages: await world.db.outboxMessage.findMany({ where: { workflowId: caseId } }),
    audit: await world.db.auditEntry.findMany({ where: { workflowId: caseId } }),
    evidence: await world.db.ameEvent.count(),
  });

  it.each(GATED)(
    "%s closed blocks %s, %s, and changes nothing",
    async (key, scenario, action, payload) => {
      await openAllGates(admin);
      const caseId = await seedCase(admin, scenario);
      const id = await propose(admin, caseId, action, payload);
      await decide(admin, id);
      await gate(admin, key, false);
      const before = await traceOf(caseId);
      expect(await refusalOf(execute(admin, id))).toBe("blocked");
      expect(await traceOf(caseId)).toEqual(before);
      await gate(admin, key, true);
      expect(await refusalOf(execute(admin, id))).toBe("ok");
    },
  );

  it("fault-15 revoked gates stop auto-step and enterprise calls, and nothing is left of them", async () => {
    const caseId = await addCase(admin);
    const call = { workflow_id: caseId, action_type: "advance_queue", metadata: {} };
    const before = await traceOf(caseId);
    expect(await refusalOf(autoStep(admin, caseId))).toBe("blocked");
    expect(await refusalOf(executeGovernedAction(admin, call))).toBe("blocked");
    expect(await traceOf(caseId)).toEqual(before);
  });

  it("a gate opened in one tenant stays closed in another", async () => {
    await openAllGates(admin);
    const other = world.as("admin", "other");
    const caseId = await addCase(other);
    expect(await refusalOf(autoStep(other, caseId))).toBe("blocked");
    expect((await listGates(other)).every(({ state }) => state === "unset")).toBe(true);
  });

  it("an execution that has read the gate begins anew after a revocation, or ends before it", async () => {
    await openAllGates(admin);
    const seen: string[] = [];
    let revoked: Promise<unknown> = Promise.resolve();
    await inTransaction(admin, async (tx) => {
      seen.push(await readGateLocked(tx, DATA_ENTRY_GATE));
      if (seen.length === 1) {
        revoked = gate(admin, DATA_ENTRY_GATE, false);
        await Promise.race([revoked, new Promise((resolve) => setTimeout(resolve, 2000))]);
      }
      await recordAudit(tx, { action: "test", subject: { type: "test", id: seen.join() } });
    });
    await revoked;
    // A transaction on SQLite is the only writer: there the revocation waits.
    const isOnlyWriter = available.provider === "sqlite";
    expect(seen).toEqual(isOnlyWriter ? ["authorized"] : ["authorized", "revoked"]);
    const entries = await admin.db.auditEntry.findMany({ where: { action: "test" } });
    expect(entries.map(({ subjectId }) => subjectId)).toEqual([seen.join()]);
    expect(await refusalOf(autoStep(admin, await addCase(admin)))).toBe("blocked");
  });

  it("an execution waits for a revocation under way, and is then blocked", async () => {
    await openAllGates(admin);
    const caseId = await addCase(admin);
    const id = await propose(admin, caseId);
    await decide(admin, id);
    let outcome: Promise<string> = Promise.resolve("");
    await inTransaction(admin, async (tx) => {
      await beginChange(tx);
      await tx.db.gate.updateMany({ where: { key: DATA_ENTRY_GATE }, data: { state: "revoked" } });
      outcome = refusalOf(execute(admin, id));
      await new Promise((resolve) => setTimeout(resolve, 300));
      await recordAudit(tx, { action: "test", subject: { type: "test", id: 1 } });
    });
    expect(await outcome).toBe("blocked");
  });

  it("executions and revocations at once: whatever ran, ran while the gate was open", async () => {
    await openAllGates(admin);
    const ids = [];
    for (let index = 0; index < 12; index += 1) {
      const id = await propose(admin, await addCase(admin));
      await decide(admin, id);
      ids.push(id);
    }
    await Promise.all([
      ...ids.slice(0, 6).map((id) => refusalOf(execute(admin, id))),
      gate(admin, DATA_ENTRY_GATE, false),
      ...ids.slice(6).map((id) => refusalOf(execute(admin, id))),
    ]);
    const revocation = await world.db.auditEntry.findFirstOrThrow({
      where: { action: "gate.revoke" },
      orderBy: { id: "desc" },
    });
    const late = await world.db.auditEntry.count({
      where: { action: "proposal.execute", id: { gt: revocation.id } },
    });
    expect(late).toBe(0);
    expect(await refusalOf(execute(admin, ids.at(-1) ?? ""))).not.toBe("ok");
  });

  it("every gate is listed with who set it, when and why", async () => {
    await gate(admin, DATA_ENTRY_GATE, true, "the payer answers again");
    const gates = await listGates(admin);
    expect(gates.map(({ key }) => key)).toEqual(DEFAULT_PACK.gates.map(({ key }) => key));
    expect(gates.find(({ key }) => key === DATA_ENTRY_GATE)).toMatchObject({
      state: "authorized",
      enabled: true,
      current_actor: "user:admin",
      current_note: "the payer answers again",
      change_count: 1,
      updated_at: world.clock.now.toISOString(),
    });
  });

  it("an unknown gate is refused, and so is whoever may not set gates", async () => {
    expect(await refusalOf(gate(admin, "kroger.pre_verification_to_dispensing", true))).toBe(
      "invalid",
    );
    for (const role of ["read_only", "technician", "pharmacist"] as const) {
      expect(await refusalOf(gate(world.as(role), DATA_ENTRY_GATE, true))).toBe("forbidden");
    }
    expect(await refusalOf(gate(world.as("supervisor"), DATA_ENTRY_GATE, true))).toBe("ok");
  });
});
