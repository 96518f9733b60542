import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Answer } from "@/lib/kernel/answer";
import { answerOnce, type OnceRequest } from "@/lib/kernel/answer-once";
import { AppError, isAppError } from "@/lib/kernel/app-error";
import type { Context } from "@/lib/kernel/context";
import { pruneAnswers } from "@/lib/kernel/prune-answers";
import { inTransaction } from "@/lib/kernel/transaction";
import { getWorkflow } from "@/lib/workflows/get-workflow";
import { availableDatabases } from "../support/test-database";
import { addCase, decide, openAllGates, propose, run as runAction } from "./support/acts";
import { refusalOf, tally } from "./support/outcomes";
import { openClient, openWorld, type TestWorld } from "./support/test-world";

const REQUEST: OnceRequest = { key: "key-1", hash: "hash-1", store: "together" };

/** As the HTTP layer does: the refusals of an AppError are kept, everything else may pass. */
function refuse(error: unknown): Answer | null {
  return isAppError(error) && error.code !== "unavailable"
    ? { status: 409, headers: {}, body: error.message }
    : null;
}

const databases = await availableDatabases();

describe.each(databases)("a request that must happen once on $provider", (available) => {
  let world: TestWorld;
  let admin: Context;
  beforeEach(async () => {
    world = await openWorld(available);
    admin = world.as("admin");
  });
  afterEach(() => world.close());

  const cases = () => world.db.workflow.count();
  const rows = () => world.db.idempotencyKey.findMany();
  const create = async (ctx: Context): Promise<Answer> => {
    const id = await addCase(ctx);
    return { status: 201, headers: { etag: `"case-${id}-1"` }, body: `{"id": ${id}}` };
  };
  const send = (ctx = admin, request = REQUEST, run = create) =>
    answerOnce(ctx, request, { run, refuse });
  const dieWhileRunning = async () => {
    await send();
    await world.db.workflow.deleteMany();
    const lockedUntil = new Date(world.clock.now.getTime() + 30_000);
    await world.db.idempotencyKey.updateMany({ data: { status: null, lockedUntil } });
  };

  it("runs once, and gives every repetition the first answer to the byte", async () => {
    const first = await send();
    const second = await send();
    expect(first.isReplayed).toBe(false);
    expect(second).toEqual({ answer: first.answer, isReplayed: true });
    expect(await cases()).toBe(1);
  });

  it("runs once for fifty callers at the same moment", async () => {
    const outcomes = await tally(Array.from({ length: 50 }, () => send()));
    const { ok = 0, conflict = 0, ...bugs } = outcomes;
    expect(bugs).toEqual({});
    expect([ok >= 1, ok + conflict]).toEqual([true, 50]);
    expect(await cases()).toBe(1);
    expect((await send()).isReplayed).toBe(true);
  });

  it("runs once for callers at two processes", async () => {
    const other = await openClient(world.database);
    const elsewhere = { ...admin, db: other };
    const calls = [admin, elsewhere, admin, elsewhere, admin, elsewhere].map((ctx) => send(ctx));
    const { ok = 0, conflict = 0 } = await tally(calls);
    await other.$disconnect();
    expect([ok >= 1, ok + conflict]).toEqual([true, 6]);
    expect(await cases()).toBe(1);
  });

  it("refuses the key for another request, naming the header", async () => {
    await send();
    const other = send(admin, { ...REQUEST, hash: "hash-2" });
    await expect(other).rejects.toMatchObject({
      code: "invalid",
      fields: [{ path: "header.idempotency-key" }],
    });
    expect(await cases()).toBe(1);
  });

  it("keeps the keys of callers and of tenants apart", async () => {
    await send();
    const answers = await Promise.all([
      send({ ...admin, actor: { ...admin.actor, id: "api_key:other" } }),
      send(world.as("admin", "another tenant")),
    ]);
    expect(answers.map(({ isReplayed }) => isReplayed)).toEqual([false, false]);
    expect(await cases()).toBe(3);
  });

  it("says that the first is still running, and when to come back", async () => {
    await dieWhileRunning();
    await expect(send()).rejects.toMatchObject({
      code: "conflict",
      hints: { retryAfterSeconds: 1 },
    });
    expect(await cases()).toBe(0);
  });

  it("is taken over by one caller once whoever began it must have died", async () => {
    await dieWhileRunning();
    world.advanceMinutes(1);
    const { ok = 0, conflict = 0 } = await tally([send(), send(), send()]);
    expect([ok >= 1, ok + conflict]).toEqual([true, 3]);
    expect(await cases()).toBe(1);
  });

  it("leaves nothing of a run that was too slow and has been taken over", async () => {
    const slow = send(admin, REQUEST, async (ctx) => {
      const answer = await create(ctx);
      // As a takeover by another process would, seen from this one.
      await ctx.db.idempotencyKey.updateMany({ data: { lockedUntil: new Date(0) } });
      return answer;
    });
    expect(await refusalOf(slow)).toBe("conflict");
    expect(await cases()).toBe(0);
  });

  it("gives no earlier answer to a caller who may do less now, or elsewhere", async () => {
    const may = (change: Partial<Context["actor"]>, sites = admin.sites): Context => ({
      ...admin,
      actor: { ...admin.actor, ...change },
      sites,
    });
    await send();
    const narrower = [
      may({ role: "technician" }),
      may({ permissions: new Set(["cases:read", "cases:write"] as const) }),
      may({}, ["default"]),
    ];
    for (const ctx of narrower) {
      expect((await send(ctx)).isReplayed).toBe(false);
      expect((await send(ctx)).isReplayed).toBe(true);
    }
    expect((await send(may({}, ["store-7", "default"]))).isReplayed).toBe(false);
    expect((await send(may({}, ["default", "store-7"]))).isReplayed).toBe(true);
  });

  it("runs anew once the key has expired, even for another request", async () => {
    await send();
    world.advanceMinutes(24 * 60 + 1);
    const again = await send(admin, { ...REQUEST, hash: "hash-2" });
    expect(again.isReplayed).toBe(false);
    expect(await cases()).toBe(2);
    expect(await rows()).toHaveLength(1);
  });

  it("is forgotten by the housekeeping once it has expired, however many there are", async () => {
    await send();
    const [first] = await rows();
    const { id: _, response: __, ...row } = first ?? expect.fail("no answer was stored");
    const keys = Array.from({ length: 1200 }, (___, i) => ({ ...row, response: {}, key: `k${i}` }));
    await world.db.idempotencyKey.createMany({ data: keys });
    world.advanceMinutes(24 * 60 + 1);
    await send(admin, { ...REQUEST, key: "key-2" });
    expect(await rows()).toHaveLength(1202);
    expect(await pruneAnswers(admin, new AbortController().signal)).toBe(1201);
    expect(await rows()).toHaveLength(1);
    expect((await send(admin, { ...REQUEST, key: "key-2" })).isReplayed).toBe(true);
  });

  it("keeps a refusal, rolls back what was begun, and does not run again", async () => {
    let runs = 0;
    const failing = (ctx: Context) =>
      inTransaction(ctx, async (tx) => {
        runs += 1;
        await tx.db.workflow.updateMany({ data: { name: "changed" } });
        throw new AppError("conflict", "no");
      });
    const id = await addCase(admin, { name: "before" });
    const first = await send(admin, REQUEST, failing);
    const second = await send(admin, REQUEST, failing);
    expect([first.answer.status, second.isReplayed, runs]).toEqual([409, true, 1]);
    expect((await getWorkflow(admin, id)).name).toBe("before");
  });

  it("keeps nothing of a fault of ours, so that a retry runs", async () => {
    const broken = async (ctx: Context): Promise<Answer> => {
      await create(ctx);
      throw new Error("no disk");
    };
    await expect(send(admin, REQUEST, broken)).rejects.toThrow("no disk");
    expect([await cases(), (await rows()).length]).toEqual([0, 0]);
    const away = () => {
      throw new AppError("unavailable", "away");
    };
    expect(await refusalOf(send(admin, REQUEST, away))).toBe("unavailable");
    expect((await send()).isReplayed).toBe(false);
    expect(await cases()).toBe(1);
  });

  it("keeps what a refusal leaves behind together with the refusal", async () => {
    const caseId = await addCase(admin);
    const proposal = await propose(admin, caseId);
    await world.db.workflow.updateMany({ data: { moveCount: { increment: 1 } } });
    const approve = async (ctx: Context): Promise<Answer> => {
      await decide(ctx, proposal);
      return { status: 200, headers: {}, body: "" };
    };
    const first = await send(admin, REQUEST, approve);
    const second = await send(admin, REQUEST, approve);
    expect([first.answer.status, second.isReplayed]).toEqual([409, true]);
    expect(await statusOf(proposal)).toBe("stale");
    expect(await world.db.auditEntry.count({ where: { action: "proposal.stale" } })).toBe(1);
  });

  it("does not let a change commit whose failure somebody swallowed", async () => {
    const swallowing = async (ctx: Context): Promise<Answer> => {
      await inTransaction(ctx, async (tx) => {
        await tx.db.workflow.updateMany({ data: { name: "half" } });
        throw new AppError("conflict", "half done");
      }).catch(() => undefined);
      return { status: 200, headers: {}, body: "" };
    };
    const id = await addCase(admin, { name: "whole" });
    expect((await send(admin, REQUEST, swallowing)).answer.status).toBe(409);
    expect((await getWorkflow(admin, id)).name).toBe("whole");
  });

  it("lets work that commits on its way find itself again by one key", async () => {
    const seen: (string | undefined)[] = [];
    const request = { ...REQUEST, store: "after" } as const;
    const dying = async (ctx: Context): Promise<Answer> => {
      seen.push(ctx.onceKey);
      await addCase(ctx);
      throw new Error("died before the answer was stored");
    };
    await expect(send(admin, request, dying)).rejects.toThrow("died");
    expect(await cases()).toBe(1);
    const finish = async (ctx: Context): Promise<Answer> => {
      seen.push(ctx.onceKey);
      return { status: 200, headers: {}, body: "done" };
    };
    await send(admin, request, finish);
    expect((await send(admin, request, finish)).isReplayed).toBe(true);
    world.advanceMinutes(24 * 60 + 1);
    await send(admin, request, finish);
    expect(seen[0]).toBeDefined();
    expect(seen).toEqual([seen[0], seen[0], expect.not.stringContaining(String(seen[0]))]);
  });

  it("runs a real service whole: proposal, decision, execution and what it reads afterwards", async () => {
    await openAllGates(admin);
    const caseId = await addCase(admin);
    const execute = async (ctx: Context): Promise<Answer> => ({
      status: 200,
      headers: {},
      body: String(await runAction(ctx, caseId)),
    });
    const first = await send(admin, REQUEST, execute);
    expect((await send(admin, REQUEST, execute)).answer).toEqual(first.answer);
    expect(await world.db.execution.count()).toBe(1);
  });

  const statusOf = async (id: string) =>
    (await world.db.proposal.findUniqueOrThrow({ where: { id } })).status;
});
