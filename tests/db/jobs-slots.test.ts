import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { EmbeddedJobEngine } from "@/lib/jobs/embedded-job-engine";
import type { Context } from "@/lib/kernel/context";
import { availableDatabases } from "../support/test-database";
import { enqueueOne, jobKind, startRunner, until, untilStatus } from "./support/job-runner";
import { openWorld, type TestWorld } from "./support/test-world";

describe.each(await availableDatabases())("a runner's slots on $provider", (available) => {
  let world: TestWorld;
  let admin: Context;
  let runner: EmbeddedJobEngine | undefined;
  beforeEach(async () => {
    world = await openWorld(available);
    admin = world.as("admin");
  });
  afterEach(async () => {
    await runner?.stop();
    await world.close();
  });

  /** Jobs that were due before all others. */
  const addWaiting = (kind: string, count: number) => {
    const at = new Date(world.clock.now.getTime() - 60_000);
    const job = { tenantId: "default", kind, payload: {}, runAt: at, createdAt: at, updatedAt: at };
    const by = { createdBy: "test", requestId: "test" };
    return world.db.job.createMany({
      data: Array.from({ length: count }, () => ({ ...job, ...by })),
    });
  };

  it("leave room for others beside a thousand jobs of a kind that hangs", async () => {
    let running = 0;
    const hanging = jobKind(
      "test.hanging",
      async ({ signal }) => {
        running += 1;
        await new Promise((resolve) => signal.addEventListener("abort", resolve));
        return undefined;
      },
      { maxShare: 0.5 },
    );
    await addWaiting("test.hanging", 1000);
    runner = startRunner(admin, [hanging, jobKind("test.quick", async () => undefined)]);
    await until("its share is used up", () => running === 2);
    for (let round = 0; round < 3; round += 1) {
      await untilStatus(admin, await enqueueOne(admin, "test.quick"), "succeeded");
    }
    expect(running).toBe(2);
  });

  it("let a kind run, one at a time, whose share is less than one slot", async () => {
    let now = 0;
    let most = 0;
    const kind = jobKind(
      "test.narrow",
      async (job) => {
        now += 1;
        most = Math.max(most, now);
        await job.ctx.db.job.count();
        now -= 1;
        return undefined;
      },
      { maxShare: 0.5 },
    );
    await addWaiting("test.narrow", 3);
    runner = startRunner(admin, [kind], { concurrency: 1 });
    const left = () => world.db.job.count({ where: { status: { not: "succeeded" } } });
    await until("all have run", async () => (await left()) === 0);
    expect(most).toBe(1);
  });

  it("go to a schedule first, though others have waited for longer", async () => {
    const order: string[] = [];
    const kindOf = (kind: string, everySeconds?: number) =>
      jobKind(
        kind,
        async () => {
          order.push(kind);
          return undefined;
        },
        { ...(everySeconds !== undefined && { everySeconds }) },
      );
    await addWaiting("test.early", 5);
    const kinds = [kindOf("test.early"), kindOf("test.schedule", 600)];
    runner = startRunner(admin, kinds, { concurrency: 1 });
    await until("all have run", () => order.length === 6);
    expect(order[0]).toBe("test.schedule");
  });
});
