import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "@/lib/db/open-database";
import { cancelJob } from "@/lib/jobs/cancel-job";
import type { EmbeddedJobEngine, EngineOptions } from "@/lib/jobs/embedded-job-engine";
import { getJob } from "@/lib/jobs/get-job";
import type { JobDefinition, RunningJob } from "@/lib/jobs/job-definition";
import { redriveJob } from "@/lib/jobs/redrive-job";
import type { Context } from "@/lib/kernel/context";
import { availableDatabases } from "../support/test-database";
import {
  countMarks,
  enqueueOne,
  jobKind,
  leaveMark,
  startRunner,
  until,
  untilStatus,
} from "./support/job-runner";
import { openClient, openWorld, type TestWorld } from "./support/test-world";

/** A promise that somebody else resolves. */
function signpost() {
  let reach = () => {};
  const reached = new Promise<void>((resolve) => {
    reach = resolve;
  });
  return { reach: () => reach(), reached };
}

describe.each(await availableDatabases())("a job's lease on $provider", (available) => {
  let world: TestWorld;
  let second: Database;
  let here: Context;
  let there: Context;
  const runners: EmbeddedJobEngine[] = [];
  beforeAll(async () => {
    world = await openWorld(available);
    second = await openClient(world.database);
    here = world.as("admin");
    there = { ...here, db: second };
  });
  afterEach(async () => {
    await Promise.all(runners.splice(0).map((runner) => runner.stop()));
  });
  afterAll(async () => {
    await second.$disconnect();
    await world.close();
  });

  function run(ctx: Context, definition: JobDefinition, options: Partial<EngineOptions> = {}) {
    const runner = startRunner(ctx, [definition], options);
    runners.push(runner);
    return runner;
  }

  it("that has run out lets another runner go on, and rolls the first one's steps back", async () => {
    const [firstHolds, firstMayGoOn] = [signpost(), signpost()];
    const outcome = { first: "" };
    const retries = { retryDelaysSeconds: [1, 1] };
    const mark = (job: RunningJob<unknown>, step: number) =>
      job.step((tx) => leaveMark(tx, `taken ${step}`), step + 1);
    const first = jobKind(
      "test.taken",
      async (job) => {
        await mark(job, 0);
        firstHolds.reach();
        await firstMayGoOn.reached;
        await mark(job, 1).catch((error: Error) => {
          outcome.first = error.name;
          throw error;
        });
        return { who: "first" };
      },
      retries,
    );
    const heir = jobKind(
      "test.taken",
      async (job) => {
        for (let step = job.progress; step < 3; step += 1) {
          await mark(job, step);
        }
        return { who: "second" };
      },
      retries,
    );
    // It neither polls nor has a hand free, so only its own step can tell the first runner.
    run(here, first, { pollMs: 60_000, concurrency: 1 });
    const id = await enqueueOne(here, "test.taken");
    await firstHolds.reached;
    world.advanceMinutes(1);
    run(there, heir);
    await until("the second has it", async () => (await getJob(here, id)).attempts === 2);
    await untilStatus(here, id, "succeeded");
    firstMayGoOn.reach();
    await until("the first is told", () => outcome.first !== "");
    expect(outcome.first).toBe("LeaseLostError");
    expect(await getJob(here, id)).toMatchObject({ result: { who: "second" }, attempts: 2 });
    for (const step of [0, 1, 2]) {
      expect(await countMarks(here, `taken ${step}`)).toBe(1);
    }
  });

  it("is prolonged while the job works, so that nobody takes it", async () => {
    const mayEnd = signpost();
    const runs: string[] = [];
    const kind = (who: string) =>
      jobKind("test.slow", async () => {
        runs.push(who);
        await mayEnd.reached;
        return undefined;
      });
    run(here, kind("first"), { beatMs: 10, pollMs: 10 });
    const id = await enqueueOne(here, "test.slow");
    await until("it runs", () => runs.length === 1);
    run(there, kind("second"));
    const leasedUntil = async () => {
      const row = await world.db.job.findUniqueOrThrow({ where: { id } });
      return row.leasedUntil ?? new Date(0);
    };
    for (let round = 0; round < 3; round += 1) {
      const before = await leasedUntil();
      world.clock.now = new Date(world.clock.now.getTime() + 20_000);
      await until("a beat was kept", async () => (await leasedUntil()) > before);
    }
    mayEnd.reach();
    await untilStatus(here, id, "succeeded");
    expect(runs).toEqual(["first"]);
  });

  it("makes a job dead whose process has died on every try", async () => {
    const id = await enqueueOne(here, "test.killer");
    const lapsed = new Date(world.clock.now.getTime() - 60_000);
    const leased = { status: "running", leaseToken: "gone", leasedUntil: lapsed, attempts: 2 };
    await world.db.job.update({ where: { id }, data: leased });
    let runs = 0;
    const kind = jobKind(
      "test.killer",
      async () => {
        runs += 1;
        return undefined;
      },
      { retryDelaysSeconds: [1] },
    );
    run(here, kind);
    expect((await untilStatus(here, id, "dead")).last_error).toContain("died on every try");
    expect(runs).toBe(0);
  });

  it("is handed back when the runner stops, and that try does not count", async () => {
    const [runs, hears] = [signpost(), signpost()];
    const kind = jobKind("test.stopped", async (job) => {
      await job.step((tx) => leaveMark(tx, "before the stop"), 1);
      runs.reach();
      await new Promise((resolve) => job.signal.addEventListener("abort", resolve));
      hears.reach();
      await job.step((tx) => leaveMark(tx, "after the stop"), 2);
      return undefined;
    });
    const runner = run(here, kind);
    const id = await enqueueOne(here, "test.stopped");
    await runs.reached;
    await runner.stop();
    await hears.reached;
    expect(await getJob(here, id)).toMatchObject({ status: "waiting", attempts: 0, progress: 1 });
    expect(await countMarks(here, "after the stop")).toBe(0);
    const again = jobKind("test.stopped", async (job) => ({ from: job.progress }));
    run(here, again);
    expect(await untilStatus(here, id, "succeeded")).toMatchObject({ result: { from: 1 } });
  });

  it("is taken from a job that ignores the stop", async () => {
    const [runs, mayEnd, ended] = [signpost(), signpost(), signpost()];
    const outcome = { error: "" };
    const kind = jobKind("test.stubborn", async (job) => {
      // Deaf to the stop, so that nothing but its lost lease keeps its work out.
      Object.assign(job.signal, { throwIfAborted: () => undefined });
      runs.reach();
      await mayEnd.reached;
      await job
        .step((tx) => leaveMark(tx, "stubborn"), 1)
        .catch((error: Error) => {
          outcome.error = error.name;
        });
      ended.reach();
      return undefined;
    });
    const runner = run(here, kind, { graceMs: 50 });
    const id = await enqueueOne(here, "test.stubborn");
    await runs.reached;
    await runner.stop();
    expect(await getJob(here, id)).toMatchObject({ status: "waiting", attempts: 0 });
    mayEnd.reach();
    await ended.reached;
    expect(outcome.error).toBe("LeaseLostError");
    expect(await countMarks(here, "stubborn")).toBe(0);
    await cancelJob(here, id);
  });

  it("goes on from the progress of an earlier try", async () => {
    const from: number[] = [];
    const kind = jobKind("test.resume", async (job) => {
      from.push(job.progress);
      for (let done = job.progress; done < 4; done += 1) {
        if (done === 2 && from.length === 1) {
          throw new Error("half-way");
        }
        await job.step((tx) => leaveMark(tx, "resume"), done + 1);
      }
      return undefined;
    });
    run(here, kind);
    const id = await enqueueOne(here, "test.resume");
    expect(await untilStatus(here, id, "dead")).toMatchObject({ progress: 2 });
    await redriveJob(here, id);
    await untilStatus(here, id, "succeeded");
    expect(from).toEqual([0, 2]);
    expect(await countMarks(here, "resume")).toBe(4);
  });

  it("keeps a failing step's work and progress out", async () => {
    const kind = jobKind("test.torn", (job) =>
      job.step(async (tx) => {
        await leaveMark(tx, "torn");
        throw new Error("in the middle");
      }, 1),
    );
    run(here, kind);
    const id = await enqueueOne(here, "test.torn");
    expect(await untilStatus(here, id, "dead")).toMatchObject({ progress: 0 });
    expect(await countMarks(here, "torn")).toBe(0);
  });
});
