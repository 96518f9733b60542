import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Context } from "@/lib/kernel/context";
import { availableDatabases } from "../support/test-database";
import { countMarks, enqueue, until } from "./support/job-runner";
import { openWorld, type TestWorld } from "./support/test-world";

const JOBS = 500;
const script = fileURLToPath(new URL("./support/job-process.ts", import.meta.url));

describe.each(await availableDatabases())("runners that are killed on $provider", (available) => {
  let world: TestWorld;
  let ctx: Context;
  const processes: ChildProcess[] = [];
  beforeAll(async () => {
    world = await openWorld(available);
    ctx = { ...world.as("admin"), now: () => new Date() };
  });
  afterAll(async () => {
    for (const child of processes) {
      child.kill("SIGKILL");
    }
    await world.close();
  });

  function startProcess(): ChildProcess {
    const child = spawn(process.execPath, ["--import", "tsx", script, world.database.url], {
      stdio: "inherit",
      env: { ...process.env, DATABASE_URL: world.database.url },
    });
    processes.push(child);
    return child;
  }

  async function killAfter(child: ChildProcess, marks: number): Promise<void> {
    await until(`${marks} effects are there`, async () => (await countMarks(ctx)) >= marks);
    child.kill("SIGKILL");
    await once(child, "close");
  }

  it(`leave every effect of ${JOBS} jobs exactly once`, { timeout: 120_000 }, async () => {
    await enqueue(
      ctx,
      "test.effect",
      Array.from({ length: JOBS }, (_, n) => ({ n })),
    );
    for (const share of [0.2, 0.5, 0.7]) {
      await killAfter(startProcess(), JOBS * 2 * share);
    }
    expect(await world.db.job.count({ where: { status: "succeeded" } })).toBeLessThan(JOBS);
    startProcess();
    startProcess();
    await until("all have succeeded", async () => {
      return (await world.db.job.count({ where: { status: "succeeded" } })) === JOBS;
    });
    const marks = await world.db.auditEntry.findMany({
      where: { action: "test.mark" },
      select: { subjectId: true },
    });
    expect(marks).toHaveLength(JOBS * 2);
    expect(new Set(marks.map(({ subjectId }) => subjectId)).size).toBe(JOBS * 2);
    // Some were cut off in the middle and taken up by another process.
    expect(await world.db.job.count({ where: { attempts: { gt: 1 } } })).toBeGreaterThan(0);
  });
});
