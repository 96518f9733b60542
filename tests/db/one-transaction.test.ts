import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Context } from "@/lib/kernel/context";
import { asOneTransaction, inTransaction } from "@/lib/kernel/transaction";
import { getWorkflow } from "@/lib/workflows/get-workflow";
import { availableDatabases } from "../support/test-database";
import { addCase } from "./support/acts";
import { tally } from "./support/outcomes";
import { openWorld, type TestWorld } from "./support/test-world";

describe.each(await availableDatabases())(
  "changes as one transaction on $provider",
  (available) => {
    let world: TestWorld;
    let admin: Context;
    beforeEach(async () => {
      world = await openWorld(available);
      admin = world.as("admin");
    });
    afterEach(() => world.close());

    const cases = () => world.db.workflow.count();
    const rename = (ctx: Context, id: number) =>
      inTransaction(ctx, async (tx) => {
        await tx.db.workflow.updateMany({ where: { id }, data: { name: "renamed" } });
        await recordAudit(tx, { action: "test.rename", subject: { type: "case", id } });
      });

    it("commit together or not at all", async () => {
      const both = asOneTransaction(admin, async (ctx) => {
        await addCase(ctx);
        await addCase(ctx);
        throw new Error("at the end");
      });
      await expect(both).rejects.toThrow("at the end");
      expect([await cases(), await world.db.auditEntry.count()]).toEqual([0, 0]);
    });

    it("each need an audit entry of their own", async () => {
      const silent = asOneTransaction(admin, async (ctx) => {
        await addCase(ctx);
        await inTransaction(ctx, (tx) => tx.db.workflow.updateMany({ data: { name: "silent" } }));
      });
      await expect(silent).rejects.toThrow("without an audit entry");
      expect(await cases()).toBe(0);
    });

    it("share one moment", async () => {
      await asOneTransaction(admin, async (ctx) => {
        await addCase(ctx);
        world.advanceMinutes(5);
        await addCase(ctx);
      });
      const times = (await world.db.workflow.findMany()).map(({ createdAt }) => +createdAt);
      expect(new Set(times).size).toBe(1);
    });

    it("are tried again together after a deadlock", async () => {
      const [a, b] = [await addCase(admin), await addCase(admin)];
      const touchBoth = (first: number, second: number) =>
        asOneTransaction(admin, async (ctx) => {
          await rename(ctx, first);
          await wait(100);
          await rename(ctx, second);
        });
      expect(await tally([touchBoth(a, b), touchBoth(b, a)])).toEqual({ ok: 2 });
      expect(await world.db.auditEntry.count({ where: { action: "test.rename" } })).toBe(4);
    });

    it("put nothing into a cache that may never become true", async () => {
      const id = await addCase(admin, { name: "before" });
      const undone = asOneTransaction(admin, async (ctx) => {
        await rename(ctx, id);
        expect((await getWorkflow(ctx, id)).name).toBe("renamed");
        throw new Error("undone");
      });
      await expect(undone).rejects.toThrow("undone");
      expect((await getWorkflow(admin, id)).name).toBe("before");
    });
  },
);
