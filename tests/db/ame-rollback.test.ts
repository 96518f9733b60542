import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { listScopes } from "@/lib/ame/list-scopes";
import { rollbackExecution } from "@/lib/automation/rollback-execution";
import type { Context } from "@/lib/kernel/context";
import { resetDemo } from "@/lib/scenarios/reset-demo";
import { availableDatabases } from "../support/test-database";
import { addCase, openAllGates, run } from "./support/acts";
import { refusalOf } from "./support/outcomes";
import { reporter } from "./support/reports";
import { openWorld, type TestWorld } from "./support/test-world";

const HOUR_MS = 3_600_000;

describe.each(await availableDatabases())("reported executions on $provider", (available) => {
  let world: TestWorld;
  let admin: Context;
  let made = 0;
  beforeAll(async () => {
    world = await openWorld(available);
    admin = world.as("admin");
    await openAllGates(admin);
  });
  beforeEach(async () => {
    await world.db.ameEvent.deleteMany({});
    await world.db.trustScope.deleteMany({});
  });
  afterAll(() => world.close());

  async function approved() {
    const one = reporter(admin, `p-${++made}`);
    await one.propose();
    await one.decide();
    return one;
  }
  const undo = (id: number) => rollbackExecution(admin, id, { reason: "wrong store" });
  const stored = (id: number) => world.db.execution.findUniqueOrThrow({ where: { id } });

  it("share their numbers with governed ones and are stored as they were told", async () => {
    const governed = await run(admin, await addCase(admin));
    const { execution_id } = await (await approved()).execute();
    expect(execution_id).toBeGreaterThan(governed);
    expect(await stored(execution_id)).toMatchObject({
      workflowId: null,
      proposalId: null,
      reportedProposalId: `p-${made}`,
      siteId: "store-7",
      queue: "data_entry",
      actionType: "advance_queue",
      roleContext: "",
      beforeState: { queue: "a" },
      afterState: { queue: "b" },
      effects: [],
      moveCount: 0,
      actorId: "user:admin",
    });
    expect((await undo(governed)).before_state).toBeUndefined();
  });

  it("fault-19 a rollback counts as bad news and shows in counters and override_rate", async () => {
    const [one, other] = [await approved(), await approved()];
    const { execution_id, reversible_until } = await one.execute();
    await other.execute();
    expect(reversible_until).toBe(new Date(world.clock.now.getTime() + HOUR_MS / 4).toISOString());
    expect(await undo(execution_id)).toEqual({
      ok: true,
      execution_id,
      rolled_back: true,
      rollback_reason: "wrong store",
      rollback_at: world.clock.now.toISOString(),
      before_state: { queue: "a" },
    });
    expect(await refusalOf(undo(execution_id))).toBe("conflict");
    const { items } = await listScopes(admin, { limit: 10 });
    expect(items).toMatchObject([{ total_executions: 2, rollbacks: 1, override_rate: 0.5 }]);
    const last = await world.db.ameEvent.findFirstOrThrow({ orderBy: { id: "desc" } });
    expect(last).toMatchObject({
      eventType: "rolled_back",
      isOverride: true,
      isEvidence: true,
      proposalId: one && `p-${made - 1}`,
      predictedSafety: 0.95,
      decisionReason: "wrong store",
      executionId: BigInt(execution_id),
    });
    expect(await stored(execution_id)).toMatchObject({
      rolledBackBy: "user:admin",
      rollbackReason: "wrong store",
      outcomeDueAt: null,
    });
    expect(await refusalOf(one.succeed())).toBe("conflict");
    await one.fail();
  });

  it("fault-19 only within the window, and never what was not guarded", async () => {
    const late = await (await approved()).execute();
    const unguarded = await (await approved()).execute({ guarded: false });
    expect(unguarded.reversible_until).toBeNull();
    expect(await refusalOf(undo(unguarded.execution_id))).toBe("conflict");
    world.advanceMinutes(16);
    expect(await refusalOf(undo(late.execution_id))).toBe("conflict");
    expect(await world.db.trustScope.findMany()).toMatchObject([{ rollbackCount: 0 }]);
  });

  it("what named no proposal can be rolled back, and that counts", async () => {
    const { execution_id } = await reporter(admin, null).execute();
    await undo(execution_id);
    expect(await world.db.trustScope.findMany()).toMatchObject([
      { executionCount: 0, rollbackCount: 1 },
    ]);
  });

  it("another tenant's execution is not found", async () => {
    const { execution_id } = await (await approved()).execute();
    const other = world.as("admin", "other");
    expect(await refusalOf(rollbackExecution(other, execution_id, { reason: "x" }))).toBe(
      "not_found",
    );
  });

  it("an outcome is due a day after the window, until it is known", async () => {
    const one = await approved();
    const { execution_id } = await one.execute();
    const due = new Date(world.clock.now.getTime() + 24.25 * HOUR_MS);
    expect(await stored(execution_id)).toMatchObject({ outcomeDueAt: due });
    await one.succeed();
    expect(await stored(execution_id)).toMatchObject({ outcomeDueAt: null });
  });

  it("no outcome is due of what cannot have one, has it already, or was not guarded", async () => {
    const known = await approved();
    await known.succeed();
    for (const answer of [
      await known.execute(),
      await (await approved()).execute({ guarded: false }),
      await reporter(admin, null).execute(),
    ]) {
      expect(await stored(answer.execution_id)).toMatchObject({ outcomeDueAt: null });
    }
  });

  it("a reset forgets them with all evidence, so that a proposal may come anew", async () => {
    const one = await approved();
    await one.execute();
    await resetDemo(admin);
    expect(await world.db.execution.count({ where: { workflowId: null } })).toBe(0);
    await one.propose();
    expect(await world.db.trustScope.findMany()).toMatchObject([
      { proposalCount: 1, approvalCount: 0 },
    ]);
  });
});
