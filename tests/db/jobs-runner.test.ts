import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { Database } from "@/lib/db/open-database";
import { cancelJob } from "@/lib/jobs/cancel-job";
import type { EmbeddedJobEngine, EngineOptions } from "@/lib/jobs/embedded-job-engine";
import { getJob } from "@/lib/jobs/get-job";
import { defineJob, type JobDefinition } from "@/lib/jobs/job-definition";
import { PermanentJobError, RetryJobError } from "@/lib/jobs/job-error";
import { redriveJob } from "@/lib/jobs/redrive-job";
import type { Context } from "@/lib/kernel/context";
import { availableDatabases } from "../support/test-database";
import {
  countMarks,
  enqueue,
  enqueueOne,
  jobKind,
  leaveMark,
  startRunner,
  until,
  untilStatus,
} from "./support/job-runner";
import { refusalOf } from "./support/outcomes";
import { openClient, openWorld, type TestWorld } from "./support/test-world";

describe.each(await availableDatabases())("the job runner on $provider", (available) => {
  let world: TestWorld;
  let second: Database;
  let admin: Context;
  const runners: EmbeddedJobEngine[] = [];
  beforeAll(async () => {
    world = await openWorld(available);
    second = await openClient(world.database);
    admin = world.as("admin");
  });
  afterEach(async () => {
    await Promise.all(runners.splice(0).map((runner) => runner.stop()));
  });
  afterAll(async () => {
    await second.$disconnect();
    await world.close();
  });

  function run(definitions: JobDefinition[], options: Partial<EngineOptions> = {}) {
    const runner = startRunner(admin, definitions, options);
    runners.push(runner);
    return runner;
  }

  it("runs a job as itself and keeps its result", async () => {
    let actor = "";
    const kind = jobKind("test.once", async (job) => {
      actor = `${job.ctx.actor.id} for ${job.ctx.tenantId} in ${job.ctx.requestId}`;
      return { seen: job.payload };
    });
    run([kind]);
    const id = await enqueueOne(admin, "test.once", { a: 1 });
    const done = await untilStatus(admin, id, "succeeded");
    expect(done).toMatchObject({ attempts: 1, result: { seen: { a: 1 } }, last_error: null });
    expect(done.finished_at).not.toBeNull();
    expect(actor).toBe("job:test.once for default in test");
  });

  it("of two runners on one database each job is run by one", async () => {
    const runs = new Map<number, number>();
    const kind = jobKind("test.shared", async (job) => {
      runs.set(job.id, (runs.get(job.id) ?? 0) + 1);
      await job.step((tx) => leaveMark(tx, "shared"), 1);
      return undefined;
    });
    run([kind]);
    run([kind], { ctx: { ...admin, db: second } });
    const ids = await enqueue(
      admin,
      "test.shared",
      Array.from({ length: 40 }, () => ({})),
    );
    for (const id of ids) {
      await untilStatus(admin, id, "succeeded");
    }
    expect([...runs.values()]).toEqual(ids.map(() => 1));
    expect(await countMarks(admin, "shared")).toBe(40);
  });

  it("never runs more at once than it may", async () => {
    let now = 0;
    let most = 0;
    const kind = jobKind("test.crowd", async (job) => {
      now += 1;
      most = Math.max(most, now);
      await job.step((tx) => leaveMark(tx, "crowd"), 1);
      now -= 1;
      return undefined;
    });
    run([kind], { concurrency: 2 });
    const ids = await enqueue(
      admin,
      "test.crowd",
      Array.from({ length: 12 }, () => ({})),
    );
    for (const id of ids) {
      await untilStatus(admin, id, "succeeded");
    }
    expect(most).toBe(2);
  });

  it("tries again after the pauses of its kind, is dead after the last, and can be redriven", async () => {
    let isBroken = true;
    const kind = jobKind(
      "test.flaky",
      async () => {
        if (isBroken) {
          throw new Error("no answer");
        }
        return undefined;
      },
      { retryDelaysSeconds: [60, 600] },
    );
    run([kind]);
    const id = await enqueueOne(admin, "test.flaky");
    for (const [attempts, delaySeconds] of [
      [1, 60],
      [2, 600],
    ] as const) {
      await until(`attempt ${attempts} failed`, async () => {
        const job = await getJob(admin, id);
        return job.attempts === attempts && job.status === "waiting";
      });
      const waiting = await getJob(admin, id);
      expect(waiting.last_error).toBe("no answer");
      const pauseMs = Date.parse(waiting.run_at) - world.clock.now.getTime();
      expect(pauseMs).toBeGreaterThanOrEqual(delaySeconds * 1000);
      expect(pauseMs).toBeLessThanOrEqual(delaySeconds * 1100);
      world.advanceMinutes(11);
    }
    expect(await untilStatus(admin, id, "dead")).toMatchObject({ attempts: 3 });
    const [entry] = await world.db.auditEntry.findMany({ where: { action: "job.dead" } });
    expect(entry).toMatchObject({ subjectId: String(id), actorId: "job:test.flaky" });
    isBroken = false;
    expect(await redriveJob(admin, id)).toMatchObject({ status: "waiting", attempts: 0 });
    expect(await untilStatus(admin, id, "succeeded")).toMatchObject({ attempts: 1 });
    expect(await refusalOf(redriveJob(admin, id))).toBe("conflict");
  });

  it("lets a job say when to try again, and that no try will help", async () => {
    const later = jobKind(
      "test.later",
      (job) => Promise.reject(new RetryJobError(`busy ${job.attempt}`, 7)),
      { retryDelaysSeconds: [1] },
    );
    const never = jobKind("test.never", () => Promise.reject(new PermanentJobError("gone")), {
      retryDelaysSeconds: [1, 1],
    });
    run([later, never]);
    const [first, last] = [
      await enqueueOne(admin, "test.later"),
      await enqueueOne(admin, "test.never"),
    ];
    expect(await untilStatus(admin, last, "dead")).toMatchObject({
      attempts: 1,
      last_error: "gone",
    });
    await until("the first try has failed", async () => {
      return (await getJob(admin, first)).last_error === "busy 1";
    });
    const waiting = await getJob(admin, first);
    expect(Date.parse(waiting.run_at)).toBe(world.clock.now.getTime() + 7000);
    world.advanceMinutes(1);
    expect(await untilStatus(admin, first, "dead")).toMatchObject({ last_error: "busy 2" });
  });

  it("buries a kind it does not know and a payload that does not fit, with the reason", async () => {
    const payload = z.object({ size: z.number() });
    const strict = defineJob({
      kind: "test.strict",
      payload,
      retryDelaysSeconds: [1],
      run: async ({ payload: { size } }) => ({ size }),
    });
    run([strict]);
    const unknown = await enqueueOne(admin, "test.unknown");
    const unfit = await enqueueOne(admin, "test.strict", { size: "large, for Jane Doe" });
    const fit = await enqueueOne(admin, "test.strict", { size: 3 });
    expect((await untilStatus(admin, unknown, "dead")).last_error).toContain("test.unknown");
    const { last_error } = await untilStatus(admin, unfit, "dead");
    expect(last_error).toBe("The payload does not fit: size invalid_type.");
    expect((await untilStatus(admin, fit, "succeeded")).result).toEqual({ size: 3 });
  });

  it("cancels a waiting job at once and a running one before its next step", async () => {
    let steps = 0;
    const kind = jobKind("test.long", async (job) => {
      for (;;) {
        await job.step((tx) => leaveMark(tx, "long"), job.progress + steps + 1);
        steps += 1;
      }
    });
    const waiting = await enqueueOne(admin, "test.long");
    expect(await cancelJob(admin, waiting)).toMatchObject({ status: "cancelled" });
    expect(await refusalOf(cancelJob(admin, waiting))).toBe("conflict");
    run([kind]);
    const running = await enqueueOne(admin, "test.long");
    await until("it runs", () => steps > 2);
    expect(await cancelJob(admin, running)).toMatchObject({ is_cancel_requested: true });
    const stepsThen = steps;
    await untilStatus(admin, running, "cancelled");
    // At most the step that was under way when the cancellation committed.
    expect(await countMarks(admin, "long")).toBeLessThanOrEqual(stepsThen + 1);
    expect((await getJob(admin, waiting)).attempts).toBe(0);
    expect(steps).toBe(await countMarks(admin, "long"));
  });
});
