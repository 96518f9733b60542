import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { recordAudit } from "@/lib/audit/record-audit";
import { runRules } from "@/lib/automation/run-rules";
import { openMigrationConnection } from "@/lib/db/migration-connection";
import { AppError } from "@/lib/kernel/app-error";
import type { Context, TransactionContext } from "@/lib/kernel/context";
import { inTransaction } from "@/lib/kernel/transaction";
import { addEvent } from "@/lib/workflows/add-event";
import { addTask } from "@/lib/workflows/add-task";
import { lockCase } from "@/lib/workflows/lock-case";
import { availableDatabases } from "../support/test-database";
import { addCase, decide, execute, gate, openAllGates, propose } from "./support/acts";
import { tally } from "./support/outcomes";
import { openWorld, type TestWorld } from "./support/test-world";

describe.each(await availableDatabases())("a transaction on $provider", (available) => {
  let world: TestWorld;
  let admin: Context;
  beforeEach(async () => {
    world = await openWorld(available);
    admin = world.as("admin");
  });
  afterEach(() => world.close());

  const audited = (tx: TransactionContext) =>
    recordAudit(tx, { action: "test", subject: { type: "test", id: 1 } });
  const rename = (tx: TransactionContext, id: number, name: string) =>
    tx.db.workflow.updateMany({ where: { id }, data: { name } });
  const nameOf = async (id: number) =>
    (await world.db.workflow.findUniqueOrThrow({ where: { id } })).name;
  const counts = async () => ({
    cases: await world.db.workflow.count(),
    tasks: await world.db.task.count(),
    events: await world.db.event.count(),
    proposals: await world.db.proposal.count(),
    decisions: await world.db.decision.count(),
    executions: await world.db.execution.count(),
    gates: await world.db.gate.count({ where: { state: "revoked" } }),
    evidence: await world.db.ameEvent.count(),
    scopes: await world.db.trustScope.count(),
  });

  it("commits nothing without an audit entry", async () => {
    const id = await addCase(admin, { name: "before" });
    const work = inTransaction(admin, (tx) => rename(tx, id, "after"));
    await expect(work).rejects.toThrow("without an audit entry");
    expect(await nameOf(id)).toBe("before");
  });

  it("commits nothing when the work fails after its audit entry", async () => {
    const id = await addCase(admin, { name: "before" });
    const entries = await world.db.auditEntry.count();
    const work = inTransaction(admin, async (tx) => {
      await rename(tx, id, "after");
      await audited(tx);
      throw new Error("too late");
    });
    await expect(work).rejects.toThrow("too late");
    expect(await nameOf(id)).toBe("before");
    expect(await world.db.auditEntry.count()).toBe(entries);
  });

  it("leaves no change of any kind when the audit entry cannot be written", async () => {
    await openAllGates(admin);
    const caseId = await addCase(admin, { tasks: ["Call"] });
    const approved = await propose(admin, caseId);
    await decide(admin, approved);
    const pending = await propose(admin, caseId);
    const before = await counts();
    const connection = await openMigrationConnection(world.database.provider, world.database.url);
    await connection.script("DROP TABLE audit_entries");
    await connection.close();
    const outcomes = await tally([
      addCase(admin),
      addTask(admin, caseId, { name: "x" }, runRules),
      addEvent(admin, caseId, { event_type: "note", payload: {} }, runRules),
      propose(admin, caseId),
      decide(admin, pending),
      execute(admin, approved),
      gate(admin, "kroger.notify_patient", false),
    ]);
    expect(outcomes["ok"]).toBeUndefined();
    expect(await counts()).toEqual(before);
    expect((await world.db.proposal.findUniqueOrThrow({ where: { id: approved } })).status).toBe(
      "approved",
    );
  });

  it("gives everything it writes one moment, however long it takes", async () => {
    const moments: Date[] = [];
    await inTransaction(admin, async (tx) => {
      moments.push(tx.now());
      world.advanceMinutes(5);
      moments.push(tx.now());
      await audited(tx);
    });
    expect(moments[0]).toEqual(moments[1]);
  });

  it("is not seen by others before it commits", async () => {
    const id = await addCase(admin, { name: "before" });
    const seen: string[] = [];
    await inTransaction(admin, async (tx) => {
      await rename(tx, id, "after");
      seen.push(
        await nameOf(id),
        String(await world.db.workflow.count({ where: { name: "after" } })),
      );
      seen.push((await tx.db.workflow.findUniqueOrThrow({ where: { id } })).name);
      await audited(tx);
    });
    expect([...seen, await nameOf(id)]).toEqual(["before", "0", "after", "after"]);
  });

  it("makes a lone write to the same row wait", async () => {
    const id = await addCase(admin, { name: "before" });
    let lone: Promise<unknown> = Promise.resolve();
    const order: string[] = [];
    await inTransaction(admin, async (tx) => {
      await rename(tx, id, "in the transaction");
      lone = world.db.workflow
        .updateMany({ where: { id }, data: { name: "lone" } })
        .then(() => order.push("lone"));
      await wait(200);
      await audited(tx);
      order.push("transaction");
    });
    await lone;
    expect(order).toEqual(["transaction", "lone"]);
    expect(await nameOf(id)).toBe("lone");
  });

  it("keeps a lone write that came while a failing transaction ran", async () => {
    const [kept, undone] = [await addCase(admin), await addCase(admin)];
    let lone: Promise<unknown> = Promise.resolve();
    const work = inTransaction(admin, async (tx) => {
      await rename(tx, undone, "changed");
      lone = world.db.workflow.updateMany({ where: { id: kept }, data: { name: "kept" } });
      await wait(100);
      throw new Error("no");
    });
    await expect(work).rejects.toThrow("no");
    await lone;
    expect([await nameOf(kept), await nameOf(undone)]).toEqual(["kept", "Refill"]);
  });

  it("is tried again after a deadlock, and both callers get their way", async () => {
    const [a, b] = [await addCase(admin), await addCase(admin)];
    let attempts = 0;
    const lockBoth = (first: number, second: number) =>
      inTransaction(admin, async (tx) => {
        attempts += 1;
        await lockCase(tx, first);
        await wait(150);
        await lockCase(tx, second);
        await audited(tx);
      });
    expect(await tally([lockBoth(a, b), lockBoth(b, a)])).toEqual({ ok: 2 });
    const rows = await world.db.workflow.findMany({ where: { id: { in: [a, b] } } });
    expect(rows.map(({ version }) => version)).toEqual([3, 3]);
    expect(attempts).toBe(world.database.provider === "sqlite" ? 2 : 3);
  });

  it.each([
    new TypeError("a bug"),
    new AppError("not_found", "There is no such case"),
    new AppError("invalid", 'Queue "deadlock" is unknown'),
  ])("is not tried again for a refusal or a bug: %s", async (error) => {
    let attempts = 0;
    const work = inTransaction(admin, () => {
      attempts += 1;
      throw error;
    });
    await expect(work).rejects.toThrow(error.message);
    expect(attempts).toBe(1);
  });

  it("holds up under 60 at once on a pool of 10", async () => {
    const id = await addCase(admin);
    const calls = Array.from({ length: 60 }, (_, index) =>
      index % 2 === 0
        ? addTask(admin, id, { name: `Task ${index}` }, runRules)
        : addEvent(admin, id, { event_type: "note", payload: { index } }, runRules),
    );
    expect(await tally(calls)).toEqual({ ok: 60 });
  });
});
