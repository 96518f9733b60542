import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "@/lib/db/open-database";
import { cancelJob } from "@/lib/jobs/cancel-job";
import { getJob } from "@/lib/jobs/get-job";
import { redriveJob } from "@/lib/jobs/redrive-job";
import type { Context } from "@/lib/kernel/context";
import { availableDatabases } from "../support/test-database";
import {
  enqueueOne,
  jobKind,
  leaveMark,
  startRunner,
  until,
  untilStatus,
} from "./support/job-runner";
import { openClient, openWorld, type TestWorld } from "./support/test-world";

describe.each(await availableDatabases())("a schedule on $provider", (available) => {
  let world: TestWorld;
  let second: Database;
  let here: Context;
  beforeAll(async () => {
    world = await openWorld(available);
    second = await openClient(world.database);
    here = world.as("admin");
  });
  afterAll(async () => {
    await second.$disconnect();
    await world.close();
  });

  it("comes back in its time, after failures too, once across two runners", async () => {
    let runs = 0;
    let now = 0;
    let most = 0;
    const kind = jobKind(
      "test.schedule",
      async (job) => {
        runs += 1;
        now += 1;
        most = Math.max(most, now);
        await job
          .step((tx) => leaveMark(tx, `round ${runs}`))
          .finally(() => {
            now -= 1;
          });
        if (runs % 2 === 0) {
          throw new Error("every other time");
        }
        return { runs };
      },
      { everySeconds: 600 },
    );
    const runners = [startRunner(here, [kind]), startRunner({ ...here, db: second }, [kind])];
    const rows = () => world.db.job.findMany({ where: { kind: "test.schedule" } });
    for (let round = 1; round <= 4; round += 1) {
      await until(`round ${round} has ended`, async () => {
        const [row] = await rows();
        return row?.status === "waiting" && row.runAt > world.clock.now;
      });
      expect(runs).toBe(round);
      const [row] = await rows();
      expect(row).toMatchObject({
        attempts: 0,
        lastError: round % 2 === 0 ? "every other time" : null,
      });
      // The third time is missed altogether and not made up for.
      world.advanceMinutes(round === 3 ? 25 : 10);
    }
    await Promise.all(runners.map((runner) => runner.stop()));
    expect(await rows()).toHaveLength(1);
    expect(most).toBe(1);
  });

  it.each([
    ["succeeds", async () => ({ n: 1 })],
    [
      "fails",
      async () => {
        throw new Error("no luck");
      },
    ],
  ])("stays off when it is cancelled while it runs, though the run %s", async (how, end) => {
    let runs = 0;
    const name = `test.running ${how}`;
    const kind = jobKind(
      name,
      async ({ ctx }) => {
        runs += 1;
        // Before anybody could tell the run of it.
        const { id } = await ctx.db.job.findFirstOrThrow({ where: { kind: name } });
        await cancelJob(here, Number(id));
        return end();
      },
      { everySeconds: 3600 },
    );
    const runner = startRunner(here, [kind], { pollMs: 60_000 });
    const status = async () =>
      (await world.db.job.findFirst({ where: { kind: name } }))?.status ?? "absent";
    await until("it has ended", async () => !["absent", "running"].includes(await status()));
    await runner.stop();
    expect([await status(), runs]).toEqual(["cancelled", 1]);
  });

  it("stays off once it is cancelled, until it is redriven", async () => {
    let runs = 0;
    const kind = jobKind(
      "test.switched",
      async () => {
        runs += 1;
        return undefined;
      },
      { everySeconds: 3600 },
    );
    const runner = startRunner(here, [kind]);
    await until("it ran", () => runs === 1);
    const { id } = await world.db.job.findFirstOrThrow({ where: { kind: "test.switched" } });
    await until("it waits", async () => (await getJob(here, Number(id))).status === "waiting");
    await cancelJob(here, Number(id));
    world.advanceMinutes(120);
    await runner.stop();
    const marker = jobKind("test.marker", async () => undefined);
    const next = startRunner(here, [kind, marker]);
    await untilStatus(here, await enqueueOne(here, "test.marker"), "succeeded");
    expect(runs).toBe(1);
    await redriveJob(here, Number(id));
    await until("it ran again", () => runs === 2);
    await next.stop();
  });
});
