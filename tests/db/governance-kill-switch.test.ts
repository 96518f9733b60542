import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ACTION_TYPES } from "@/lib/automation/action-registry";
import { autoStep } from "@/lib/automation/auto-step";
import { dryRunGovernedAction } from "@/lib/automation/dry-run-governed-action";
import { executeGovernedAction } from "@/lib/automation/execute-governed-action";
import { getCaseDetail } from "@/lib/automation/get-case-detail";
import { releaseMessagesJob } from "@/lib/automation/release-messages-job";
import { rollbackExecution } from "@/lib/automation/rollback-execution";
import type { StopScope } from "@/lib/contracts/kill-switch";
import { drillKillSwitch } from "@/lib/governance/kill-switch/drill-kill-switch";
import { startDrill } from "@/lib/governance/kill-switch/kill-switch-repository";
import { listKillSwitches } from "@/lib/governance/kill-switch/list-kill-switches";
import { resolveGovernedMode } from "@/lib/governance/resolve-governed-mode";
import type { Context } from "@/lib/kernel/context";
import { keepBooks } from "@/lib/kernel/transaction";
import { simulate } from "@/lib/scenarios/simulate";
import { simulateJob } from "@/lib/scenarios/simulate-job";
import { availableDatabases } from "../support/test-database";
import { addCase, decide, execute, openAllGates, propose, run, seedCase } from "./support/acts";
import {
  answer,
  auditOf,
  CHAIN,
  FOUR_EYES,
  forgetGovernance,
  register,
  stop,
} from "./support/governance";
import { startRunner, until } from "./support/job-runner";
import { refusalOf, tally } from "./support/outcomes";
import { addRule, forgetRules, setStage, touch } from "./support/rules";
import { runSchedule } from "./support/run-schedule";
import { openWorld, type TestWorld } from "./support/test-world";

const SCOPES: StopScope[] = [
  CHAIN,
  { kind: "site", key: "default" },
  { kind: "queue", key: "data_entry" },
  { kind: "action", key: "advance_queue" },
];
const ELSEWHERE: StopScope[] = [
  { kind: "site", key: "store-2" },
  { kind: "queue", key: "dispensing" },
  { kind: "action", key: "notify_patient" },
];

describe.each(await availableDatabases())("the kill switch on $provider", (available) => {
  let world: TestWorld;
  let admin: Context;
  beforeAll(async () => {
    world = await openWorld(available);
    admin = world.as("admin");
    await addCase(admin, { site_id: "store-2" });
  });
  beforeEach(async () => {
    await forgetGovernance(world);
    await openAllGates(admin);
  });
  afterAll(() => world.close());

  const approved = async () => {
    const caseId = await addCase(admin);
    const id = await propose(admin, caseId);
    await decide(admin, id);
    return { caseId, id };
  };

  it.each(SCOPES)(
    "$kind $key stops whoever asks, by every way, and says by whom and why",
    async (scope) => {
      const { caseId, id } = await approved();
      const call = { workflow_id: caseId, action_type: "advance_queue", metadata: {} };
      await stop(world.as("pharmacist"), scope);
      const refusals = [
        execute(admin, id),
        execute(world.asMachine("admin"), id),
        autoStep(admin, caseId),
        executeGovernedAction(admin, call),
        dryRunGovernedAction(admin, call),
      ];
      expect(await tally(refusals)).toEqual({ blocked: 5 });
      await expect(execute(admin, id)).rejects.toThrow(/user:pharmacist.*Wrong quantities/);
      expect(await world.db.execution.count({ where: { workflowId: caseId } })).toBe(0);
      expect((await getCaseDetail(admin, caseId)).kill_switches).toMatchObject([{ scope }]);
      await stop(admin, scope, false);
      expect(await refusalOf(execute(admin, id))).toBe("ok");
    },
  );

  it("stops nothing beyond its scope", async () => {
    const { id } = await approved();
    for (const scope of ELSEWHERE) {
      await stop(admin, scope);
    }
    expect(await refusalOf(execute(admin, id))).toBe("ok");
    expect(await refusalOf(stop(world.as("admin", "other"), CHAIN))).toBe("ok");
    expect(await refusalOf(execute(admin, (await approved()).id))).toBe("ok");
  });

  it("leaves to people what they do by hand: propose, decide, add tasks, undo", async () => {
    const caseId = await addCase(admin);
    const executionId = await run(admin, caseId);
    await stop(admin);
    const other = await addCase(admin);
    const id = await propose(admin, other);
    expect(await refusalOf(decide(admin, id, "reject", "By hand"))).toBe("ok");
    expect(await refusalOf(touch(admin, other))).toBe("ok");
    expect(await refusalOf(rollbackExecution(admin, executionId, { reason: "Wrong" }))).toBe("ok");
  });

  it("rules within the scope neither run nor propose, and tell of it once", async () => {
    await addRule(admin);
    await setStage(world, "guarded_auto");
    await stop(admin, { kind: "queue", key: "data_entry" });
    const caseId = await addCase(admin);
    await touch(admin, caseId);
    expect(await world.db.proposal.count({ where: { workflowId: caseId } })).toBe(0);
    const firings = await world.db.auditEntry.findMany({
      where: { action: "rule.fire", workflowId: caseId },
    });
    expect(firings.map(({ after }) => Object(after).outcome)).toEqual(["blocked"]);
    await stop(admin, { kind: "queue", key: "data_entry" }, false);
    await touch(admin, caseId);
    expect(await world.db.execution.count({ where: { workflowId: caseId } })).toBe(1);
    await forgetRules(world, admin);
  });

  it("AME answers that it only watches, and why", async () => {
    const scope = { site_id: "default", queue: "data_entry", action_type: "advance_queue" };
    await setStage(world, "guarded_auto");
    const ask = () =>
      resolveGovernedMode(admin, { scope, model_confidence: 0.9, model_safety: 0.9 });
    expect((await ask()).mode).toBe("guarded_auto");
    await stop(admin);
    expect(await ask()).toMatchObject({
      mode: "observe",
      meta: { original_stage: "guarded_auto", reasons: [expect.stringContaining("is stopped")] },
    });
    await forgetRules(world, admin);
  });

  it.each<StopScope>([
    CHAIN,
    { kind: "queue", key: "rejection_resolution" },
    { kind: "action", key: "notify_patient" },
  ])("messages of $kind $key stay in the house until it is released", async (scope) => {
    const caseId = await seedCase(admin, "insurance_rejected_outdated");
    await run(admin, caseId, "notify_patient", { template: "insurance_problem" });
    const start = world.clock.now;
    world.advanceMinutes(60);
    await stop(admin, scope);
    expect(await runSchedule(world, releaseMessagesJob)).toEqual({ released: 0 });
    await stop(admin, scope, false);
    expect(await runSchedule(world, releaseMessagesJob)).toEqual({ released: 1 });
    world.clock.now = start;
  });

  it("a simulation is not begun, and one that runs ends at its next step", async () => {
    const caseId = await seedCase(admin, "happy_path");
    const order = () =>
      simulate(
        admin,
        { workflow_id: caseId, cycles: 400, repeat_tasks: false },
        { isWaiting: false },
      );
    const { answer: begun } = await order();
    await stop(admin);
    expect(await refusalOf(order())).toBe("blocked");
    const runner = startRunner(admin, [simulateJob]);
    const find = () => world.db.job.findUniqueOrThrow({ where: { id: begun.job?.id ?? 0 } });
    await until("the job is dead", async () => (await find()).status === "dead");
    await runner.stop();
    expect((await find()).lastError).toContain("Automation is stopped");
    expect(
      await world.db.event.count({ where: { workflowId: caseId, eventType: "simulated_cycle" } }),
    ).toBe(0);
  });

  it("a pharmacist stops, a supervisor releases; a scope that there is not is refused", async () => {
    expect(await refusalOf(stop(world.as("technician")))).toBe("forbidden");
    expect(await refusalOf(stop(world.as("pharmacist")))).toBe("ok");
    expect(await refusalOf(stop(world.as("pharmacist"), CHAIN, false))).toBe("forbidden");
    expect(await refusalOf(stop(world.as("supervisor"), CHAIN, false))).toBe("ok");
    expect(await refusalOf(stop(world.as("supervisor"), CHAIN, false))).toBe("conflict");
    const wrong: StopScope[] = [
      { kind: "chain", key: "x" },
      { kind: "site", key: "" },
      { kind: "queue", key: "nowhere" },
      { kind: "action", key: "dance" },
    ];
    expect(await tally(wrong.map((scope) => stop(admin, scope)))).toEqual({ invalid: 4 });
  });

  it("a drill refuses a probe, measures, leaves an entry and leaves nothing stopped", async () => {
    const scope: StopScope = { kind: "queue", key: "data_entry" };
    const drill = await drillKillSwitch(admin, { scope, reason: "Quarterly" }, ACTION_TYPES);
    expect(drill).toMatchObject({ probe: "refused", was_engaged: false });
    expect(drill.probe_detail).toContain("drill");
    expect(await listKillSwitches(admin)).toEqual({ engaged: false, switches: [] });
    expect(await refusalOf(execute(admin, (await approved()).id))).toBe("ok");
    expect((await auditOf(world, ["kill_switch.drill"])).at(-1)?.after).toMatchObject({
      ms_until_probe_refused: expect.any(Number),
    });
  });

  it("a drill of what is stopped keeps it stopped, and one whose process died is over by itself", async () => {
    await stop(admin);
    const drill = await drillKillSwitch(admin, { scope: CHAIN, reason: "Test" }, ACTION_TYPES);
    expect(drill.was_engaged).toBe(true);
    const { id } = await approved();
    expect(await refusalOf(execute(admin, id))).toBe("blocked");
    await stop(admin, CHAIN, false);
    const start = world.clock.now;
    const died = { until: new Date(start.getTime() + 10_000), reason: "Died" };
    await keepBooks(admin, (tx) => startDrill(tx, CHAIN, died));
    expect(await refusalOf(execute(admin, id))).toBe("blocked");
    world.advanceMinutes(1);
    expect(await refusalOf(execute(admin, id))).toBe("ok");
    world.clock.now = start;
  });
});

describe.each(await availableDatabases())("releasing with four eyes on $provider", (available) => {
  let world: TestWorld;
  beforeAll(async () => {
    world = await openWorld(available, FOUR_EYES);
    await register(world, world.as("supervisor"), world.as("admin"));
  });
  beforeEach(() => forgetGovernance(world));
  afterAll(() => world.close());

  it("takes another person than asked for it; stopping again takes the request back", async () => {
    const [one, other] = [world.as("supervisor"), world.as("admin")];
    await stop(one);
    const asked = await stop(one, CHAIN, false);
    expect(asked).toMatchObject({ engaged: true, request: { kind: "kill_switch.release" } });
    const id = asked.request?.id ?? "";
    expect(await refusalOf(answer(one, id))).toBe("forbidden");
    expect(await refusalOf(answer(world.as("pharmacist"), id))).toBe("forbidden");
    await stop(world.as("pharmacist"));
    expect(await refusalOf(answer(other, id))).toBe("conflict");
    const again = await stop(other, CHAIN, false);
    await answer(one, again.request?.id ?? "");
    expect(await listKillSwitches(one)).toMatchObject({
      engaged: false,
      switches: [{ engaged: false, released_by: "user:supervisor" }],
    });
  });
});
