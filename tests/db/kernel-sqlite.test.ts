import { execFile } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runRules } from "@/lib/automation/run-rules";
import type { Context } from "@/lib/kernel/context";
import { addTask } from "@/lib/workflows/add-task";
import { availableDatabases } from "../support/test-database";
import { addCase } from "./support/acts";
import { tally } from "./support/outcomes";
import { openWorld, type TestWorld } from "./support/test-world";

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, "../..");
const sqlite = (await availableDatabases()).filter(({ provider }) => provider === "sqlite");

describe.each(sqlite)("one $provider file", (available) => {
  let world: TestWorld;
  let admin: Context;
  beforeEach(async () => {
    world = await openWorld(available);
    admin = world.as("admin");
  });
  afterEach(() => world.close());

  it("is written by two other processes and this one at once, and nobody is turned away", async () => {
    const caseId = await addCase(admin);
    const script = fileURLToPath(new URL("./support/write-process.ts", import.meta.url));
    const start = () =>
      run(process.execPath, ["--import", "tsx", script, world.database.url, String(caseId), "60"], {
        cwd: root,
        timeout: 50_000,
      });
    const own = async () => {
      for (let index = 0; index < 60; index += 1) {
        await addTask(admin, caseId, { name: `own ${index}` }, runRules);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };
    expect(await tally([start(), start(), own()])).toEqual({ ok: 3 });
    expect(await world.db.task.count({ where: { workflowId: caseId } })).toBe(180);
    const { taskCount } = await world.db.workflow.findUniqueOrThrow({ where: { id: caseId } });
    expect(taskCount).toBe(180);
  });

  it("keeps foreign keys on the connection that writes", async () => {
    const at = world.clock.now;
    const orphan = world.db.task.create({
      data: { workflowId: 4711, name: "x", state: "pending", createdAt: at, updatedAt: at },
    });
    await expect(orphan).rejects.toThrow(/foreign key/i);
  });

  it("is written ahead, so that readers and the writer do not wait for each other", async () => {
    const rows = await world.db.$queryRaw<{ journal_mode: string }[]>`
      SELECT journal_mode FROM pragma_journal_mode()`;
    expect(rows).toEqual([{ journal_mode: "wal" }]);
  });

  it("goes on after a write that failed, alone or in a transaction", async () => {
    const at = world.clock.now;
    const data = { workflowId: 4711, name: "x", state: "pending", createdAt: at, updatedAt: at };
    const failing = () => world.db.task.create({ data });
    await tally([failing(), failing(), world.db.$transaction([failing()])]);
    const caseId = await addCase(admin);
    await addTask(admin, caseId, { name: "Call" }, runRules);
    expect(await world.db.task.count()).toBe(1);
  });

  it("takes raw writes that answer with rows", async () => {
    const caseId = await addCase(admin, { name: "before" });
    const rows = await world.db.$queryRaw<{ name: string }[]>`
      UPDATE workflows SET name = 'after' WHERE id = ${caseId} RETURNING name`;
    expect(rows).toEqual([{ name: "after" }]);
    expect((await world.db.workflow.findUniqueOrThrow({ where: { id: caseId } })).name).toBe(
      "after",
    );
  });
});
