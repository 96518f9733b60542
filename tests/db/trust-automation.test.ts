import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ScopeKey } from "@/lib/ame/scope";
import { evidenceOf } from "@/lib/ame/trust/certificate";
import { newTrustState, recordEvidence, type Stage, type TrustState } from "@/lib/ame/trust/engine";
import { trustConfigOf } from "@/lib/ame/trust-config-of";
import type { Context } from "@/lib/kernel/context";
import { STAGES } from "@/lib/packs/pack";
import { availableDatabases } from "../support/test-database";
import { openAllGates } from "./support/acts";
import { anyCall, NEARLY_CONDITIONAL, NEARLY_PROVED, type Real } from "./support/machine-calls";
import { addRule } from "./support/rules";
import { openWorld, type TestWorld } from "./support/test-world";

const RUNS = 10_000;
/** Sequences that go on where the last one ended. */
const RUNS_OF_A_START = 20;
const PLACES = [NEARLY_PROVED, NEARLY_CONDITIONAL].flatMap((site) =>
  ["complete_task", "advance_queue"].map((action) => [site, action] as const),
);
/** One piece of good news before it goes on from a stage. */
function nearly(stage: "propose" | "guarded_auto", key: ScopeKey): TrustState {
  const config = trustConfigOf(key, {}, false);
  const state = newTrustState(config);
  const decision = { kind: "decision", atDays: 1, bad: false } as const;
  const audit = { ...decision, kind: "audit", auditProbability: 1 } as const;
  for (;;) {
    const evidence = state.stage === "guarded_auto" ? audit : decision;
    const then = recordEvidence(structuredClone(state), config, evidence);
    if (state.stage === stage && then.change) {
      return state;
    }
    recordEvidence(state, config, evidence);
  }
}

/** Where a scope begins; what automation makes for itself begins with nothing. */
function startOf(siteId: string, queue: string, actionType: string): [Stage, TrustState] {
  const key = { siteId, queue, actionType, roleContext: "" };
  const isPrepared =
    queue === "data_entry" && PLACES.some((p) => p.join() === [siteId, actionType].join());
  const state = isPrepared
    ? nearly(siteId === NEARLY_PROVED ? "propose" : "guarded_auto", key)
    : newTrustState(trustConfigOf(key, {}, false));
  return [state.stage, state];
}

// Rules of one database serve as well as those of three here.
const [available] = await availableDatabases();

const WHO = [
  { name: "a machine", runs: RUNS, ctxOf: (world: TestWorld) => world.asMachine("admin") },
  {
    name: "a program with a person's key",
    runs: RUNS / 10,
    ctxOf: (world: TestWorld): Context => ({ ...world.as("admin"), keyId: "their-key" }),
  },
];

describe.each(available ? WHO : [])("$name left to itself", ({ runs, ctxOf }) => {
  let real: Real;
  beforeAll(async () => {
    const world = await openWorld(available as NonNullable<typeof available>, { FOUR_EYES: "off" });
    await openAllGates(world.as("supervisor"));
    await addRule(world.as("supervisor"));
    const nothing = { reported: [], governed: [], executions: [], cases: [] };
    real = { world, machines: [ctxOf(world)], ...nothing, runs: 0 };
  });
  afterAll(() => real.world.close());

  /** Everything as it was, one piece of good news from the next stage. */
  async function putBack(): Promise<void> {
    const { db, clock } = real.world;
    Object.assign(real, { reported: [], governed: [], executions: [], cases: [] });
    await db.execution.deleteMany({});
    await db.ameEvent.deleteMany({});
    await db.trustScope.deleteMany({});
    for (const [siteId, actionType] of PLACES) {
      const key = { siteId, queue: "data_entry", actionType, roleContext: "" };
      const state = nearly(siteId === NEARLY_PROVED ? "propose" : "guarded_auto", key);
      await db.trustScope.create({
        data: {
          ...{ ...key, tenantId: "default", stage: state.stage, coinSeed: "seed" },
          ...{ createdAt: clock.now, updatedAt: clock.now },
          state: JSON.parse(JSON.stringify(state)),
        },
      });
    }
  }

  async function expectNothingGained(): Promise<void> {
    const { db } = real.world;
    for (const { siteId, actionType, queue, state } of await db.trustScope.findMany()) {
      const [stage, most] = startOf(siteId, queue, actionType);
      const now = state as unknown as TrustState;
      expect(STAGES.indexOf(now.stage)).toBeLessThanOrEqual(STAGES.indexOf(stage));
      if (now.certificate.attempt === most.certificate.attempt) {
        expect(evidenceOf(now.certificate)).toBeLessThanOrEqual(evidenceOf(most.certificate));
      }
    }
  }

  /** What was settled or undone stays so until everything is put back. */
  async function expectNothingSettled(): Promise<void> {
    const { db } = real.world;
    const settled = { auditState: "settled", isCheckCase: false } as const;
    const undone = await db.ameEvent.count({ where: { eventType: "rolled_back" } });
    expect(await db.execution.count({ where: settled })).toBeLessThanOrEqual(undone);
  }

  it(`finds in ${runs} sequences of calls none that brings it anything`, async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.commands([anyCall], { maxCommands: 6 }), async (commands) => {
        if (real.runs % RUNS_OF_A_START === 0) {
          await putBack();
        }
        real.runs += 1;
        await fc.asyncModelRun(() => ({ model: {}, real }), commands);
        await expectNothingGained();
        if (real.runs % RUNS_OF_A_START === 0) {
          await expectNothingSettled();
          const kinds = await real.world.db.ameEvent.groupBy({ by: ["eventType", "countsAs"] });
          for (const { eventType, countsAs } of kinds) {
            seen.add(`${eventType} ${countsAs}`);
          }
        }
      }),
      { numRuns: runs, endOnFailure: true },
    );
    // It has come far enough for the answer to mean something.
    expect([...seen]).toEqual(
      expect.arrayContaining(["proposed null", "decided null", "executed own_action"]),
    );
  }, 600_000);
});
