import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { resolveMode } from "@/lib/ame/resolve-mode";
import { autoStep } from "@/lib/automation/auto-step";
import { dryRunGovernedAction } from "@/lib/automation/dry-run-governed-action";
import { executeGovernedAction } from "@/lib/automation/execute-governed-action";
import { reportDecision } from "@/lib/automation/reports/report-decision";
import { reportExecution } from "@/lib/automation/reports/report-execution";
import { reportOutcome } from "@/lib/automation/reports/report-outcome";
import { reportProposal } from "@/lib/automation/reports/report-proposal";
import { runRules } from "@/lib/automation/run-rules";
import type { EnterpriseExecute } from "@/lib/contracts/enterprise";
import { isAppError } from "@/lib/kernel/app-error";
import type { Context } from "@/lib/kernel/context";
import { setTaskState } from "@/lib/workflows/set-task-state";
import { availableDatabases } from "../support/test-database";
import { addCase, decide, execute, openAllGates, propose, run } from "./support/acts";
import { POLICY_ROWS, type PolicyRow } from "./support/policy-rows";
import { addRule, caseOf, forgetRules, setStage, touch } from "./support/rules";
import { openWorld, type TestWorld } from "./support/test-world";

/** `blocked N6`, `forbidden N1`, or how else it ended. */
async function refusalOf(call: Promise<unknown>, { id }: PolicyRow): Promise<string> {
  try {
    await call;
    return "ok";
  } catch (error) {
    if (!isAppError(error)) {
      throw error;
    }
    const rules = error.hints.denial?.rules ?? [];
    expect(error.message).toMatch(rules.length > 0 ? /^N\d+: .+ \[.+\]/ : /./);
    return `${error.code} ${rules.includes(id) ? id : rules.join(" ")}`.trim();
  }
}

/** N3 stands beside N1, which is the one that wants a pharmacist. */
const TO_TECHNICIANS: Record<PolicyRow["deniedTo"], (row: PolicyRow) => string> = {
  everyone: ({ id }) => `blocked ${id}`,
  "all but pharmacists": ({ id }) => `forbidden ${id === "N3" ? "N1" : id}`,
  machines: () => "ok",
};

describe.each(await availableDatabases())("N1 to N14 by every path on $provider", (available) => {
  let world: TestWorld;
  let person: Context;
  let machine: Context;
  beforeAll(async () => {
    world = await openWorld(available);
    person = world.as("admin");
    machine = world.asMachine("admin");
  });
  beforeEach(async () => {
    await forgetRules(world, person);
    await openAllGates(person);
  });
  afterAll(() => world.close());

  /** A case of the row, and the act with the task that it names. */
  async function begin(row: PolicyRow) {
    const caseId = await addCase(person, row.given);
    const task = await world.db.task.findFirst({ where: { workflowId: caseId } });
    const payload = task ? { task_id: Number(task.id) } : row.act.payload;
    return { caseId, taskId: Number(task?.id ?? 0), type: row.act.type, payload };
  }

  const enterpriseCall = (
    caseId: number,
    { type, payload }: PolicyRow["act"],
  ): EnterpriseExecute => ({ workflow_id: caseId, action_type: type, metadata: payload });

  describe.each(POLICY_ROWS)("$id, $word", (row) => {
    const blocked = `blocked ${row.id}`;
    const isHard = row.deniedTo === "everyone";

    it("a machine with an administrator's key neither decides, runs nor tries it", async () => {
      const { caseId, taskId, type, payload } = await begin(row);
      const call = enterpriseCall(caseId, { type, payload });
      expect(await refusalOf(executeGovernedAction(machine, call), row)).toBe(blocked);
      expect(await refusalOf(dryRunGovernedAction(machine, call), row)).toBe(blocked);
      if (type === "advance_queue" && !isHard) {
        expect(await refusalOf(autoStep(machine, caseId), row)).toBe(blocked);
      }
      if (taskId > 0) {
        const target = { id: caseId, tid: taskId };
        expect(await refusalOf(setTaskState(machine, target, "completed", runRules), row)).toBe(
          blocked,
        );
      }
      const proposing = propose(machine, caseId, type, payload);
      if (isHard) {
        expect(await refusalOf(proposing, row)).toBe(blocked);
      } else {
        const id = await proposing;
        expect(await refusalOf(decide(machine, id), row)).toBe(blocked);
        await decide(person, id);
        expect(await refusalOf(execute(machine, id), row)).toBe(blocked);
      }
      expect(await caseOf(world, caseId)).toMatchObject({ queue: row.given.queue, moveCount: 0 });
    });

    it("a rule that has earned everything leaves it to people", async () => {
      const { caseId, taskId, type, payload } = await begin(row);
      await setStage(world, "full_auto", { queue: row.given.queue, actionType: type });
      await addRule(person, { condition: { type: "always" }, action: { type, ...payload } });
      await touch(person, caseId);
      expect(await caseOf(world, caseId)).toMatchObject({ queue: row.given.queue, moveCount: 0 });
      expect(await world.db.execution.count({ where: { workflowId: caseId } })).toBe(0);
      if (taskId > 0) {
        const task = await world.db.task.findUniqueOrThrow({ where: { id: taskId } });
        expect(task.state).toBe("pending");
      }
    });

    it("a person does it where the rule allows persons, a pharmacist where it wants one", async () => {
      const doneBy = async (who: Context) => {
        const { caseId, type, payload } = await begin(row);
        return refusalOf(run(who, caseId, type, payload), row);
      };
      expect(await doneBy(world.as("technician"))).toBe(TO_TECHNICIANS[row.deniedTo](row));
      expect(await doneBy(world.as("pharmacist"))).toBe(isHard ? blocked : "ok");
      expect(await doneBy(person)).toBe(isHard ? blocked : "ok");
    });

    it("asked for by its name it is refused to everybody, however it is spelt", async () => {
      const { caseId } = await begin(row);
      const camel = row.word.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
      for (const who of [machine, world.asMachine("technician"), world.as("pharmacist"), person]) {
        for (const word of [row.word, camel.toUpperCase()]) {
          expect(await refusalOf(propose(who, caseId, word), row)).toBe(blocked);
        }
      }
      const call = enterpriseCall(caseId, { type: row.word, payload: {} });
      expect(await refusalOf(executeGovernedAction(machine, call), row)).toBe(blocked);
      expect(await refusalOf(dryRunGovernedAction(person, call), row)).toBe(blocked);
      const rule = addRule(person, { condition: { type: "always" }, action: { type: row.word } });
      expect(await refusalOf(rule, row)).toMatch(/^blocked N/);
    });

    it("nothing is reported of it, it earns nothing, and its mode is observe", async () => {
      const scope = { site_id: "s", queue: "q", action_type: row.word };
      const forecast = { predicted_confidence: 1, predicted_safety: 1, features: {}, context: {} };
      const calls = [
        reportProposal(machine, { scope, proposal_id: "p", ...forecast }),
        reportDecision(machine, { scope, decision: "approve" }),
        reportExecution(machine, { scope, guarded: false, before_state: {}, after_state: {} }),
        reportOutcome(machine, { scope, outcome_success: true, observed_error: false }),
      ];
      for (const call of calls) {
        expect(await refusalOf(call, row)).toMatch(/^blocked N/);
      }
      expect(await world.db.trustScope.count({ where: { actionType: row.word } })).toBe(0);
      const asked = { scope, model_confidence: 1, model_safety: 1 };
      const { mode, meta } = await resolveMode(machine, asked);
      expect(mode).toBe("observe");
      expect(meta.cap_sources.join(" ")).toContain(`${row.id}: `);
    });
  });

  it.each(["pre_verification", "verification"])(
    "a machine does not report that it has approved or taken the step out of %s",
    async (queue) => {
      const scope = { site_id: "s", queue, action_type: "advance_queue" };
      const [row] = POLICY_ROWS;
      const approval = reportDecision(machine, { scope, decision: "approve" });
      expect(await refusalOf(approval, row as PolicyRow)).toMatch(/^blocked N/);
      const done = { scope, guarded: true, before_state: {}, after_state: {} };
      expect(await refusalOf(reportExecution(machine, done), row as PolicyRow)).toMatch(
        /^blocked N/,
      );
      const spelt = { ...scope, queue: queue.toUpperCase().replace("_", " "), action_type: "tidy" };
      const good = { scope: spelt, outcome_success: true, observed_error: false };
      expect(await refusalOf(reportOutcome(machine, good), row as PolicyRow)).toMatch(/^blocked N/);
      expect(
        await refusalOf(
          reportDecision(machine, { scope: spelt, decision: "approve" }),
          row as PolicyRow,
        ),
      ).toMatch(/^blocked N/);
      const bad = { scope, outcome_success: false, observed_error: true };
      expect(await refusalOf(reportOutcome(machine, bad), row as PolicyRow)).toBe("ok");
      expect(
        await refusalOf(reportDecision(machine, { scope, decision: "reject" }), row as PolicyRow),
      ).toBe("ok");
    },
  );
});
