import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { JsonObject } from "@/lib/contracts/common";
import type { SubmitPreverification } from "@/lib/contracts/kroger";
import { simulateContract } from "@/lib/contracts/scenario";
import { isAppError } from "@/lib/kernel/app-error";
import type { Context } from "@/lib/kernel/context";
import { simulate } from "@/lib/scenarios/simulate";
import { simulateJob } from "@/lib/scenarios/simulate-job";
import { startKrogerRefill } from "@/lib/scenarios/start-kroger-refill";
import { submitPreverification } from "@/lib/scenarios/submit-preverification";
import { DEMO_SITE } from "@/lib/workflows/site-of-new-case";
import { availableDatabases } from "../support/test-database";
import { addCase, openAllGates } from "./support/acts";
import { startRunner } from "./support/job-runner";
import { POLICY_ROWS } from "./support/policy-rows";
import { caseOf, forgetRules } from "./support/rules";
import { openWorld, type TestWorld } from "./support/test-world";

const ON_FILE = { sig: "Take 1 tablet by mouth daily", days_supply: 90 };

/** "ok", or the code and the rules of the refusal. */
async function endOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return "ok";
  } catch (error) {
    if (!isAppError(error)) {
      throw error;
    }
    return [error.code, ...(error.hints.denial?.rules ?? [])].join(" ");
  }
}

describe.each(await availableDatabases())(
  "N1 to N14 where acts are told of on $provider",
  (available) => {
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

    it.each(POLICY_ROWS)(
      "$id, $word: a simulation takes no step, however it is asked for",
      async (row) => {
        const caseId = await addCase(person, row.given);
        await world.db.workflow.update({ where: { id: caseId }, data: { siteId: DEMO_SITE } });
        const runner = startRunner(person, [simulateJob]);
        try {
          for (const who of [machine, world.as("pharmacist"), person]) {
            const order = { workflow_id: caseId, cycles: 2, repeat_tasks: true };
            expect(["ok", "forbidden"]).toContain(await endOf(simulate(who, order)));
          }
        } finally {
          await runner.stop();
        }
        const events = { workflowId: caseId, eventType: "simulated_cycle" };
        expect(await world.db.event.count({ where: events })).toBeGreaterThan(0);
        expect(await caseOf(world, caseId)).toMatchObject({ queue: row.given.queue, moveCount: 0 });
        expect(await world.db.proposal.count({ where: { workflowId: caseId } })).toBe(0);
        expect(await world.db.execution.count({ where: { workflowId: caseId } })).toBe(0);
        const done = { workflowId: caseId, state: { not: "pending" } };
        expect(await world.db.task.count({ where: done })).toBe(0);
      },
    );

    it.each(POLICY_ROWS)(
      "$id, $word: a simulation has no words for the act",
      async ({ act, word }) => {
        const { body } = simulateContract;
        const order = { workflow_id: 1, cycles: 1, repeat_tasks: true };
        const named = { ...order, action_type: word, metadata: act.payload };
        expect(body?.parse(named)).toEqual(order);
        // @ts-expect-error: an order of a simulation names no act
        const typed: Parameters<typeof simulate>[1] = { ...order, action_type: act.type };
        expect(typed.workflow_id).toBe(1);
      },
    );

    const entering = async (attributes: JsonObject) =>
      addCase(person, { queue: "data_entry", attributes });
    const submit = (who: Context, caseId: number, told: Partial<SubmitPreverification> = {}) =>
      endOf(
        submitPreverification(who, {
          ...{ ...ON_FILE, payer: "Blue", insurance_result: "accepted" },
          ...told,
          workflow_id: caseId,
        }),
      );

    it.each([{ sig: "Take 2 tablets by mouth daily" }, { days_supply: 30 }])(
      "N11: a machine that tells of %o where something else is on file is refused, a person is not",
      async (told) => {
        const caseId = await entering(ON_FILE);
        expect(await submit(machine, caseId, told)).toBe("blocked N11");
        expect(await caseOf(world, caseId)).toMatchObject({
          queue: "data_entry",
          attributes: ON_FILE,
        });
        expect(await submit(machine, caseId)).toBe("ok");
        expect(await submit(person, await entering(ON_FILE), told)).toBe("ok");
      },
    );

    it("N11: what nobody has entered a machine tells of, a template's own values too", async () => {
      expect(await submit(machine, await entering({}), { sig: "Take 2 tablets" })).toBe("ok");
      const { id } = await startKrogerRefill(person, {
        scenario_key: "kroger_refill_atorvastatin",
        contact_method: "fax",
      });
      await world.db.workflow.update({ where: { id }, data: { queue: "data_entry" } });
      expect(await submit(machine, id, { sig: "Take 2 tablets" })).toBe("ok");
    });

    const HARD = POLICY_ROWS.filter(
      ({ deniedTo, given }) => deniedTo === "everyone" && given.queue === "data_entry",
    );
    it.each(HARD)(
      "$id: a step told of that nobody may take is refused to everybody",
      async (row) => {
        const caseId = await entering(row.given.attributes);
        for (const who of [machine, world.as("pharmacist"), person]) {
          expect(await submit(who, caseId)).toBe(`blocked ${row.id}`);
        }
        expect(await caseOf(world, caseId)).toMatchObject({ queue: "data_entry", moveCount: 0 });
      },
    );
  },
);
