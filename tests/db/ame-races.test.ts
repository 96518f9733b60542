import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { rollbackExecution } from "@/lib/automation/rollback-execution";
import type { Context } from "@/lib/kernel/context";
import { availableDatabases } from "../support/test-database";
import { tally } from "./support/outcomes";
import { reporter } from "./support/reports";
import { openWorld, type TestWorld } from "./support/test-world";

const CALLERS = 16;

describe.each(await availableDatabases())(
  `${CALLERS} reports at once on $provider`,
  (available) => {
    let world: TestWorld;
    let admin: Context;
    let made = 0;
    beforeAll(async () => {
      world = await openWorld(available);
      admin = world.as("admin");
    });
    beforeEach(async () => {
      await world.db.ameEvent.deleteMany({});
      await world.db.trustScope.deleteMany({});
    });
    afterAll(() => world.close());

    const fresh = () => reporter(admin, `p-${++made}`);
    const atOnce = (call: (i: number) => Promise<unknown>) =>
      tally(Array.from({ length: CALLERS }, (_, i) => call(i)));
    const scopes = () => world.db.trustScope.findMany();

    it("fault-22 first proposals without a role share one scope", async () => {
      expect(await atOnce(() => fresh().propose())).toEqual({ ok: CALLERS });
      expect(await scopes()).toMatchObject([{ roleContext: "", proposalCount: CALLERS }]);
    });

    it("the same proposal is recorded once, and every caller gets that one", async () => {
      const one = fresh();
      const answers = await Promise.all(Array.from({ length: CALLERS }, () => one.propose()));
      expect(new Set(answers.map(({ event_id }) => event_id)).size).toBe(1);
      expect(await scopes()).toMatchObject([{ proposalCount: 1 }]);
    });

    it("fault-21 one decision stands, whichever way", async () => {
      const one = fresh();
      await one.propose();
      const word = (i: number) => (i % 2 === 0 ? "approve" : "reject");
      expect(await atOnce((i) => one.decide(word(i)))).toEqual({ ok: 1, conflict: CALLERS - 1 });
      const [scope] = await scopes();
      expect((scope?.approvalCount ?? 0) + (scope?.rejectionCount ?? 0)).toBe(1);
    });

    it("fault-21 one execution and one outcome of a proposal count", async () => {
      const one = fresh();
      await one.propose();
      await one.decide();
      const once = { ok: 1, conflict: CALLERS - 1 };
      expect(await atOnce(() => one.execute())).toEqual(once);
      expect(await atOnce((i) => (i % 2 === 0 ? one.succeed() : one.fail()))).toEqual(once);
      const [scope] = await scopes();
      expect(scope?.executionCount).toBe(1);
      expect((scope?.successCount ?? 0) + (scope?.failureCount ?? 0)).toBe(1);
    });

    it("an outcome and a rejection at once leave either, but never a rejected success", async () => {
      const one = fresh();
      await one.propose();
      await world.db.trustScope.updateMany({ data: { stage: "guarded_auto" } });
      const counts = await tally([one.succeed(), one.decide("reject")]);
      expect(counts).toEqual({ ok: 1, conflict: 1 });
      const [scope] = await scopes();
      expect((scope?.successCount ?? 0) + (scope?.rejectionCount ?? 0)).toBe(1);
    });

    it("fault-19 a reported execution is rolled back once", async () => {
      const one = fresh();
      await one.propose();
      await one.decide();
      const { execution_id } = await one.execute();
      const undo = () => rollbackExecution(admin, execution_id, { reason: "wrong" });
      expect(await atOnce(undo)).toEqual({ ok: 1, conflict: CALLERS - 1 });
      expect(await scopes()).toMatchObject([{ rollbackCount: 1 }]);
    });

    it("no count is lost when many proposals go through at once", async () => {
      const cycle = async (i: number) => {
        const one = fresh();
        await one.propose({ predicted_safety: 0.5 });
        await one.decide(i % 4 === 0 ? "reject" : "approve");
        if (i % 4 !== 0) {
          await one.execute();
          await (i % 4 === 1 ? one.fail() : one.succeed());
        }
      };
      expect(await atOnce(cycle)).toEqual({ ok: CALLERS });
      expect(await scopes()).toMatchObject([
        {
          proposalCount: 16,
          approvalCount: 12,
          rejectionCount: 4,
          executionCount: 12,
          successCount: 8,
          failureCount: 4,
          state: { sums: { safetyError: 6, safetyCount: 12, value: 6, valueCount: 8 } },
        },
      ]);
    });
  },
);
