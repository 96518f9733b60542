import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { getScope } from "@/lib/ame/get-scope";
import { listRecentEvents } from "@/lib/ame/list-recent-events";
import { listScopes } from "@/lib/ame/list-scopes";
import { listAuditEntries } from "@/lib/audit/list-audit-entries";
import { listHolds } from "@/lib/audit/retention/list-holds";
import { placeHold } from "@/lib/audit/retention/place-hold";
import { releaseHold } from "@/lib/audit/retention/release-hold";
import { expireProposalsJob } from "@/lib/automation/expire-proposals-job";
import { getBoard } from "@/lib/automation/get-board";
import { getCaseDetail } from "@/lib/automation/get-case-detail";
import { getProposalAnswer } from "@/lib/automation/get-proposal-answer";
import { listPendingProposals } from "@/lib/automation/list-pending-proposals";
import { missedOutcomesJob } from "@/lib/automation/mark-missed-outcomes";
import { releaseMessagesJob } from "@/lib/automation/release-messages-job";
import { reportProposal } from "@/lib/automation/reports/report-proposal";
import { rollbackExecution } from "@/lib/automation/rollback-execution";
import { runRules } from "@/lib/automation/run-rules";
import { listStreamEvents } from "@/lib/integrations/event-stream/list-stream-events";
import { relayOnce } from "@/lib/integrations/event-stream/relay-once";
import { createWebhook } from "@/lib/integrations/webhooks/create-webhook";
import { listJobs } from "@/lib/jobs/list-jobs";
import type { Context } from "@/lib/kernel/context";
import { seedScenarios } from "@/lib/scenarios/seed-scenarios";
import { startKrogerRefill } from "@/lib/scenarios/start-kroger-refill";
import { addTask } from "@/lib/workflows/add-task";
import { createWorkflow } from "@/lib/workflows/create-workflow";
import { getWorkflow } from "@/lib/workflows/get-workflow";
import { listEvents } from "@/lib/workflows/list-events";
import { listTasks } from "@/lib/workflows/list-tasks";
import { listWorkflows } from "@/lib/workflows/list-workflows";
import { setTaskState } from "@/lib/workflows/set-task-state";
import { availableDatabases } from "../support/test-database";
import { decide, execute, gate, openAllGates, propose } from "./support/acts";
import { refusalOf } from "./support/outcomes";
import { addRule, IN_DATA_ENTRY } from "./support/rules";
import { runSchedule } from "./support/run-schedule";
import { openWorld, type TestWorld } from "./support/test-world";

const SCOPE = { queue: "data_entry", action_type: "advance_queue", role_context: "technician" };

describe.each(await availableDatabases())("tenants and sites on $provider", (available) => {
  let world: TestWorld;
  let chain: Context;
  /** the same chain, by credentials for one of its sites */
  let south: Context;
  let stranger: Context;
  let one: { id: number; taskId: number; proposalId: string; executionId: number };
  let own: number;

  const caseAt = async (ctx: Context, site_id?: string) =>
    createWorkflow(
      ctx,
      { name: "Refill", initial_tasks: [{ name: "Type" }], ...(site_id && { site_id }) },
      runRules,
    );

  beforeAll(async () => {
    world = await openWorld(available);
    chain = world.as("admin");
    south = { ...chain, actor: { ...chain.actor, id: "user:south" }, sites: ["south"] };
    stranger = world.as("admin", "other");
    await openAllGates(chain);
    await openAllGates(stranger);
    const north = await caseAt(chain, "north");
    const executed = await propose(chain, north.id);
    await decide(chain, executed);
    const { execution_id: executionId } = await execute(chain, executed);
    const proposalId = await propose(chain, north.id, "notify_patient", { template: "delay" });
    one = { id: north.id, taskId: north.tasks[0]?.id ?? 0, proposalId, executionId };
    own = (await caseAt(south)).id;
    await propose(south, own);
    await reportProposal(chain, reportOf("north", "north-1"));
    await relayOnce(chain);
  });
  afterAll(() => world.close());

  const reportOf = (site_id: string, proposal_id: string) => ({
    scope: { ...SCOPE, site_id },
    proposal_id,
    predicted_confidence: 0.7,
    predicted_safety: 0.9,
    features: {},
    context: {},
  });
  const outsiders = () => [south, stranger];

  it("fault-36 find nothing by a foreign id, and change nothing", async () => {
    for (const ctx of outsiders()) {
      const attempts = [
        () => getWorkflow(ctx, one.id),
        () => getCaseDetail(ctx, one.id),
        () => listTasks(ctx, one.id, { limit: 5 }),
        () => listEvents(ctx, one.id, { limit: 5 }),
        () => addTask(ctx, one.id, { name: "Mine" }, runRules),
        () => setTaskState(ctx, { id: one.id, tid: one.taskId }, "completed", runRules),
        () => getProposalAnswer(ctx, one.proposalId),
        () => propose(ctx, one.id),
        () => decide(ctx, one.proposalId),
        () => execute(ctx, one.proposalId),
        () => rollbackExecution(ctx, one.executionId, { reason: "not mine" }),
      ];
      for (const attempt of attempts) {
        expect(await refusalOf(attempt())).toBe("not_found");
      }
    }
    expect((await getWorkflow(chain, one.id)).task_count).toBe(1);
  });

  it("fault-36 list and count what is theirs alone, whatever cursor they bring", async () => {
    const everything = await listWorkflows(chain, { limit: 1 });
    const cursor = everything.nextCursor ?? undefined;
    expect((await listWorkflows(south, { limit: 50 })).items.map(({ id }) => id)).toEqual([own]);
    expect((await listWorkflows(stranger, { limit: 50, cursor })).items).toEqual([]);
    expect((await listWorkflows(south, { limit: 50, cursor })).items).toEqual([]);
    expect((await getBoard(south, { show: "all" })).open_cases).toBe(1);
    expect((await getBoard(stranger, { show: "all" })).open_cases).toBe(0);
    expect(await listPendingProposals(south, { limit: 50 })).toMatchObject({ count: 1 });
    expect(await listPendingProposals(stranger, { limit: 50 })).toMatchObject({ count: 0 });
    for (const { site_id } of (await listScopes(south, { limit: 50 })).items) {
      expect(site_id).toBe("south");
    }
    expect((await listRecentEvents(stranger, { limit: 50 })).items).toEqual([]);
    for (const { site_id } of (await listRecentEvents(south, { limit: 50 })).items) {
      expect(site_id).toBe("south");
    }
  });

  it("fault-36 read the audit trail and the events of their own sites", async () => {
    const entries = await listAuditEntries(south, { limit: 100 });
    expect(new Set(entries.items.map(({ site_id }) => site_id))).toEqual(new Set(["south"]));
    const heard = await listStreamEvents(south, { after: 0, limit: 100 });
    expect(new Set(heard.events.map(({ site_id }) => site_id))).toEqual(new Set(["south"]));
    const foreign = await listStreamEvents(stranger, { after: 0, limit: 100 });
    expect(foreign.events.filter(({ case_id }) => case_id !== null)).toEqual([]);
  });

  it("fault-36 are refused a site that they name and do not have", async () => {
    const input = { ...SCOPE, site_id: "north" };
    expect(await refusalOf(getScope(south, input))).toBe("forbidden");
    expect(await refusalOf(getScope(stranger, { ...input, tenant_id: "default" }))).toBe(
      "forbidden",
    );
    expect(await refusalOf(reportProposal(south, reportOf("north", "mine")))).toBe("forbidden");
    expect(await refusalOf(caseAt(south, "north"))).toBe("forbidden");
    const kroger = { scenario_key: "kroger_refill_atorvastatin", contact_method: "phone" as const };
    expect(await refusalOf(startKrogerRefill(south, { ...kroger, store_id: "north" }))).toBe(
      "forbidden",
    );
    expect(
      await refusalOf(seedScenarios(south, { scenario_id: "happy_path", seed_all: false })),
    ).toBe("forbidden");
    // An id that another site has taken says neither where nor what for.
    const taken = reportProposal(south, reportOf("south", "north-1"));
    await expect(taken).rejects.toThrow(/^The id north-1 belongs to another proposal/);
  });

  it("change nothing that binds the whole chain by credentials for some sites", async () => {
    const shut = gate(south, "kroger.data_entry_to_preverify_insurance", false);
    expect(await refusalOf(shut)).toBe("forbidden");
    expect(await refusalOf(addRule(south))).toBe("forbidden");
    expect(await refusalOf(listJobs(south, { limit: 5 }))).toBe("forbidden");
    const webhook = {
      url: "https://example.com",
      description: "",
      event_types: ["*"],
      is_enabled: true,
    };
    expect(await refusalOf(createWebhook(south, webhook))).toBe("forbidden");
    const hold = { name: "Board", reason: "Subpoena of March", covers: {} };
    const placed = await placeHold(chain, hold);
    for (const act of [
      () => placeHold(south, hold),
      () => releaseHold(south, placed.id, "mine to end"),
      () => listHolds(south, { limit: 5 }),
    ]) {
      expect(await refusalOf((async () => act())())).toBe("forbidden");
    }
  });

  it("run the rules of the case's own tenant", async () => {
    await addRule(stranger, { name: "Theirs", condition: IN_DATA_ENTRY });
    const { id } = await caseAt(stranger);
    expect(await listPendingProposals(stranger, { limit: 5 })).toMatchObject({
      items: [{ case_id: id, proposed_by: expect.stringMatching(/^rule:/) }],
    });
    const before = await listPendingProposals(chain, { limit: 50 });
    await caseAt(chain);
    expect(await listPendingProposals(chain, { limit: 50 })).toMatchObject({ count: before.count });
  });

  it("have their proposals expired, messages released and outcomes missed like the first tenant", async () => {
    const { id } = await caseAt(stranger, "theirs");
    const waiting = await propose(stranger, id, "advance_queue");
    world.advanceMinutes(73 * 60);
    await runSchedule(world, expireProposalsJob);
    expect(await getProposalAnswer(stranger, waiting)).toMatchObject({ status: "expired" });
    const entry = await world.db.auditEntry.findFirstOrThrow({
      where: { action: "proposal.expire", subjectId: waiting },
    });
    expect(entry).toMatchObject({ tenantId: "other", siteId: "theirs" });
    await world.db.outboxMessage.create({
      data: {
        tenantId: "other",
        siteId: "theirs",
        topic: "patient.message",
        payload: {},
        workflowId: id,
        availableAt: world.clock.now,
        createdAt: world.clock.now,
        updatedAt: world.clock.now,
      },
    });
    expect(await runSchedule(world, releaseMessagesJob)).toMatchObject({ released: 1 });
    expect(
      await world.db.auditEntry.count({ where: { action: "message.release", tenantId: "other" } }),
    ).toBe(1);
    await world.db.execution.create({
      data: {
        tenantId: "other",
        siteId: "theirs",
        queue: "data_entry",
        actionType: "advance_queue",
        roleContext: "",
        effects: [],
        moveCount: 0,
        actorId: "api_key:x",
        executedAt: world.clock.now,
        outcomeDueAt: world.clock.now,
      },
    });
    expect(await runSchedule(world, missedOutcomesJob)).toMatchObject({ missed: 1 });
    expect(
      await world.db.ameEvent.count({ where: { tenantId: "other", eventType: "outcome_missed" } }),
    ).toBe(1);
  });
});
