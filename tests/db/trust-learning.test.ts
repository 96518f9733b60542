import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { getDossier } from "@/lib/ame/get-dossier";
import { listAuditTasks } from "@/lib/automation/audits/list-audit-tasks";
import { settleAudit } from "@/lib/automation/audits/settle-audit";
import { missedOutcomesJob } from "@/lib/automation/mark-missed-outcomes";
import { rollbackExecution } from "@/lib/automation/rollback-execution";
import type { Database } from "@/lib/db/open-database";
import type { Context } from "@/lib/kernel/context";
import { availableDatabases } from "../support/test-database";
import { refusalOf, tally } from "./support/outcomes";
import { reporter } from "./support/reports";
import { runSchedule } from "./support/run-schedule";
import { openWorld, type TestWorld } from "./support/test-world";
import {
  actAlone,
  checkNext,
  earnCertificate,
  fresh,
  lastId,
  REVERSIBLE,
  rebuilt,
} from "./support/trust";

const DAY_MINUTES = 24 * 60;

describe.each(await availableDatabases())("what scopes learn on $provider", (available) => {
  let world: TestWorld;
  let person: Context;
  let machine: Context;
  beforeAll(async () => {
    world = await openWorld(available, { FOUR_EYES: "off" });
    person = world.as("supervisor");
    machine = world.asMachine("technician");
  });
  beforeEach(async () => {
    await world.db.execution.deleteMany({});
    await world.db.ameEvent.deleteMany({});
    await world.db.trustScope.deleteMany({});
  });
  afterAll(() => world.close());

  const scope = () => world.db.trustScope.findFirstOrThrow();
  const lastEvent = (eventType: string) =>
    world.db.ameEvent.findFirst({ where: { eventType }, orderBy: { id: "desc" } });
  const lastEntry = (action: string) =>
    world.db.auditEntry.findFirst({ where: { action }, orderBy: { id: "desc" } });
  const expectAsItsEvents = async () =>
    expect((await rebuilt(world)).map(({ differences }) => differences)).toEqual([[]]);

  it("six judged decisions lead to propose, with the figures in the record and the trail", async () => {
    for (let i = 0; i < 6; i += 1) {
      const one = fresh(machine);
      await one.propose();
      await reporter(person, lastId(), REVERSIBLE).decide();
    }
    expect(await scope()).toMatchObject({ stage: "propose", approvalCount: 6 });
    expect(await lastEvent("promoted")).toMatchObject({
      decisionBy: "ame",
      context: { from: "observe", to: "propose", figures: { observations: 6, alpha: 0.05 } },
    });
    expect(await lastEntry("trust.promote")).toMatchObject({
      ...{ actorKind: "system", actorId: "ame", siteId: "store-7" },
      before: { stage: "observe" },
      after: { stage: "propose", figures: { observations: 6 } },
    });
    await expectAsItsEvents();
  });

  it("fault-15 a machine that approves and praises its own work earns nothing", async () => {
    for (let i = 0; i < 8; i += 1) {
      const one = fresh(machine);
      await one.propose();
      await one.decide();
      await one.execute();
      await one.succeed();
    }
    const { state, ...row } = await scope();
    expect(row).toMatchObject({ stage: "observe", trustScore: 0, approvalCount: 8 });
    expect(state).toMatchObject({ observations: 0, certificate: { judged: 0 } });
    const { evidence } = await getDossier(person, Number(row.id));
    expect(evidence).toEqual({ counted: {}, excluded: { own_judgement: 16, not_drawn: 8 } });
  });

  it("the word of another key on its work counts", async () => {
    const other = world.asMachine("pharmacist");
    for (let i = 0; i < 6; i += 1) {
      await fresh(machine).propose();
      await reporter(other, lastId(), REVERSIBLE).decide();
    }
    expect(await scope()).toMatchObject({ stage: "propose" });
  });

  it("what was proved lets it act, every action is audited, and people settle that", async () => {
    await earnCertificate(world);
    expect(await scope()).toMatchObject({ stage: "guarded_auto" });
    const { execution_id, audited } = await actAlone(world);
    expect(audited).toBe(true);
    const { items } = await listAuditTasks(person, { limit: 10 });
    expect(items).toMatchObject([
      { execution_id, audit_probability: 1, action_type: "complete_task", case_id: null },
    ]);
    expect(await refusalOf(settleAudit(world.asMachine("admin"), execution_id, GOOD))).toBe(
      "blocked",
    );
    expect(await refusalOf(reporter(machine, lastId(), REVERSIBLE).succeed())).toBe("forbidden");
    await settleAudit(person, execution_id, GOOD);
    expect(await refusalOf(settleAudit(person, execution_id, GOOD))).toBe("conflict");
    expect(await refusalOf(settleAudit(person, 999_999, GOOD))).toBe("not_found");
    expect((await scope()).state).toMatchObject({ pendingAudits: 0, guardedActions: 1 });
    expect(await lastEntry("trust.audit")).toMatchObject({ actorId: "user:supervisor" });
    await expectAsItsEvents();
  });

  it("a bad audit, a rollback and a missed audit count at once, each once", async () => {
    await earnCertificate(world);
    await actAlone(world);
    await checkNext(person, "bad");
    expect((await scope()).state).toMatchObject({ alarm: { scrutiny: 25 } });
    const undone = await actAlone(world);
    await rollbackExecution(person, undone.execution_id, { reason: "wrong" });
    await actAlone(world);
    world.advanceMinutes(3 * DAY_MINUTES);
    expect(await runSchedule(world, missedOutcomesJob)).toEqual({ missed: 1 });
    const { state, ...row } = await scope();
    expect(row).toMatchObject({ failureCount: 2, rollbackCount: 1, missedOutcomeCount: 1 });
    expect(state).toMatchObject({
      pendingAudits: 0,
      ledger: { caught: expect.arrayContaining([3]) },
    });
    await expectAsItsEvents();
  });

  it("the undoing of what an audit had found wrong is no second harm", async () => {
    await earnCertificate(world);
    const { execution_id } = await actAlone(world);
    await settleAudit(person, execution_id, BAD);
    const before = (await scope()).state;
    await rollbackExecution(person, execution_id, { reason: "as audited" });
    expect((await scope()).state).toMatchObject({
      alarm: (before as { alarm: object }).alarm,
      ledger: (before as { ledger: object }).ledger,
    });
    expect(await lastEvent("rolled_back")).toMatchObject({ countsAs: "override" });
    await expectAsItsEvents();
  });

  it("too many bad outcomes close together take the right to act back at once", async () => {
    await earnCertificate(world);
    for (let i = 0; i < 3; i += 1) {
      await actAlone(world);
      await checkNext(person, "bad");
    }
    expect(await scope()).toMatchObject({ stage: "propose" });
    expect(await lastEntry("trust.demote")).toMatchObject({
      actorId: "ame",
      before: { stage: "guarded_auto" },
      after: { stage: "propose" },
    });
    const one = fresh(machine);
    await one.propose();
    await expect(one.execute()).rejects.toThrow("no further than propose");
    expect((await scope()).state).toMatchObject({ certificate: { attempt: 2, judged: 0 } });
    await expectAsItsEvents();
  });

  it("with 50 audits open the next action goes to a person", async () => {
    await earnCertificate(world);
    for (let i = 0; i < 50; i += 1) {
      await actAlone(world);
    }
    const one = fresh(machine);
    await one.propose();
    await expect(one.execute()).rejects.toThrow("50 audits wait");
    await checkNext(person);
    expect(await refusalOf(one.execute())).toBe("ok");
    await expectAsItsEvents();
  });

  it("many events at once on one scope lose none and leave what their events say", async () => {
    const count = available.provider === "postgresql" ? 1000 : 120;
    await fresh(machine).propose();
    const ids = await Promise.all(
      Array.from({ length: count }, async () => {
        const one = fresh(machine);
        const id = lastId();
        await one.propose();
        return id;
      }),
    );
    const decide = (id: string) => reporter(person, id, REVERSIBLE).decide();
    expect(await tally(ids.map(decide))).toEqual({ ok: count });
    expect(await scope()).toMatchObject({
      proposalCount: count + 1,
      approvalCount: count,
    });
    await expectAsItsEvents();
  }, 120_000);

  // On SQLite nobody else writes while one does.
  it.skipIf(available.provider === "sqlite")(
    "a scope that somebody makes between the look for it and the lock is held all the same",
    async () => {
      fresh(machine);
      const name = lastId();
      const others: Promise<unknown>[] = [];
      const proposeBeside = () => {
        others.push(reporter(machine, `${name}-${others.length}`, REVERSIBLE).propose());
      };
      const slow = (world.db as Database).$extends({
        query: {
          async $queryRaw({ args, query }) {
            const rows = await query(args);
            if (others.length === 0) {
              proposeBeside();
              await others[0];
            }
            return rows;
          },
          trustScope: {
            async update({ args, query }) {
              proposeBeside();
              await sleep(200);
              return query(args);
            },
          },
        },
      });
      await reporter({ ...machine, db: slow as unknown as Database }, name, REVERSIBLE).propose();
      await Promise.all(others);
      expect(await scope()).toMatchObject({ proposalCount: 3 });
      await expectAsItsEvents();
    },
  );

  it("what differs from its events is told, and mended with an entry in the trail", async () => {
    await earnCertificate(world);
    const { id } = await scope();
    await world.db.trustScope.update({
      where: { id },
      data: { stage: "full_auto", approvalCount: 1 },
    });
    const [told] = await rebuilt(world);
    expect(told?.differences).toEqual([
      { path: "state.stage", stored: "full_auto", rebuilt: "guarded_auto" },
      { path: "counts.approvalCount", stored: 1, rebuilt: 90 },
    ]);
    expect(await scope()).toMatchObject({ stage: "full_auto" });
    await rebuilt(world, true);
    expect(await scope()).toMatchObject({ stage: "guarded_auto", approvalCount: 90 });
    expect(await lastEntry("trust.rebuild")).toMatchObject({ before: { stage: "full_auto" } });
    await expectAsItsEvents();
  });
});

const GOOD = { result: "good", reason: "" } as const;
const BAD = { result: "bad", reason: "wrong" } as const;
