import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { seededRandom } from "@/lib/ame/ml/seeded-random";
import {
  defaultTrustConfig,
  newTrustState,
  recordEvidence,
  routeAction,
  type Stage,
  type StageChange,
  type TrustConfig,
  type TrustEvidence,
  type TrustState,
} from "@/lib/ame/trust/engine";
import { conditionsForNext, dropToObserve, promote } from "@/lib/ame/trust/stages";

const config = defaultTrustConfig;
const LADDER: readonly Stage[] = [
  ...(["observe", "propose", "guarded_auto", "conditional_auto", "full_auto"] as const),
];
const SEEN = { predictedSafety: 1, predictedTimeSavedSec: 60, observedTimeSavedSec: 60 };

/** One action from its routing to what people find of it. */
function act(state: TrustState, draw: number, bad: boolean, on = config): StageChange | null {
  const { route } = routeAction(state, on, { draw, eligible: true });
  if (route.kind === "human") {
    return recordEvidence(state, on, { kind: "decision", atDays: 0, bad, ...SEEN }).change;
  }
  if (!route.audited) {
    return null;
  }
  const { auditProbability } = route;
  return recordEvidence(state, on, { kind: "audit", atDays: 0, bad, auditProbability, ...SEEN })
    .change;
}

function climb(to: Stage, on: TrustConfig = config): { state: TrustState; changes: StageChange[] } {
  const random = seededRandom(7);
  const state = newTrustState(on);
  const changes: StageChange[] = [];
  for (let i = 0; i < 20_000 && state.stage !== to; i += 1) {
    const change = act(state, random(), false, on);
    changes.push(...(change ? [change] : []));
  }
  return { state, changes };
}

describe("up", () => {
  test("a clean scope climbs to full_auto one stage at a time, and says why each time", () => {
    const { state, changes } = climb("full_auto");
    expect(state.stage).toBe("full_auto");
    expect(changes.map(({ from, to }) => [from, to])).toEqual(
      LADDER.slice(1).map((to, i) => [LADDER[i], to]),
    );
    expect(changes.every(({ reason }) => /\d/.test(reason))).toBe(true);
  });

  test("propose takes six observations, guarded_auto the certificate, conditional_auto 100 audits", () => {
    const random = seededRandom(1);
    const state = newTrustState(config);
    const climbedAt = new Map<Stage, number>();
    for (let action = 1; action <= 400; action += 1) {
      const change = act(state, random(), false);
      if (change) {
        climbedAt.set(change.to, action);
      }
    }
    expect(Object.fromEntries(climbedAt)).toMatchObject({
      propose: 6,
      guarded_auto: 214,
      conditional_auto: 314,
    });
  });

  test("without forecasts trust stays at .80 and full_auto out of reach", () => {
    const state = newTrustState(config);
    const random = seededRandom(3);
    for (let i = 0; i < 10_000; i += 1) {
      const { route } = routeAction(state, config, { draw: random(), eligible: true });
      if (route.kind === "human") {
        recordEvidence(state, config, { kind: "decision", atDays: 0, bad: false });
      } else if (route.audited) {
        const { auditProbability } = route;
        recordEvidence(state, config, { kind: "audit", atDays: 0, bad: false, auditProbability });
      }
    }
    expect(state.stage).toBe("conditional_auto");
  });

  test("where people must approve, everything may be there and nothing moves until they do", () => {
    const waiting = { ...config, awaitsApproval: true };
    const { state } = climb("guarded_auto", waiting);
    expect(state.stage).toBe("propose");
    expect(conditionsForNext(state, waiting)?.conditions.every(({ isMet }) => isMet)).toBe(true);
    expect(promote(state, waiting)).toMatchObject({ from: "propose", to: "guarded_auto" });
    expect(promote(state, waiting)).toBeNull();
  });

  test("what is missing to the next stage is named with its figures", () => {
    const state = newTrustState(config);
    act(state, 0, false);
    expect(conditionsForNext(state, config)).toMatchObject({
      to: "propose",
      conditions: [
        { name: "trust", isMet: true, need: 0.4 },
        { name: "overrides", isMet: true, have: 0 },
        { name: "observations", isMet: false, have: 1, need: 6 },
      ],
    });
    expect(conditionsForNext(climb("full_auto").state, config)).toBeNull();
  });
});

describe("down", () => {
  test("three bad outcomes in a row ring the alarm: one stage down, and 50 actions under full check", () => {
    const { state } = climb("full_auto");
    const audit = { kind: "audit", atDays: 0, bad: true, auditProbability: 1 } as const;
    const changes = [1, 2, 3].map(() => recordEvidence(state, config, audit).change);
    expect(changes.map((change) => change?.to)).toEqual([undefined, undefined, "conditional_auto"]);
    expect(state.alarm).toEqual({ cusum: 0, scrutiny: 50 });
  });

  test("two bad outcomes far apart do not", () => {
    const { state } = climb("guarded_auto");
    for (let i = 0; i < 90; i += 1) {
      act(state, 0, i % 45 === 0);
    }
    expect(state.stage).toBe("guarded_auto");
  });

  test("below guarded_auto the certificate begins anew, and asks for more", () => {
    const { state } = climb("guarded_auto");
    for (let i = 0; i < 3; i += 1) {
      act(state, 0, true);
    }
    expect(state.stage).toBe("propose");
    expect(state.certificate).toMatchObject({ attempt: 2, judged: 0 });
  });

  test("trust below .70 for three evaluations takes one stage, too", () => {
    const patient = { ...config, alarm: { ...config.alarm, limit: Number.POSITIVE_INFINITY } };
    const { state } = climb("conditional_auto", patient);
    const changes: StageChange[] = [];
    for (let i = 0; i < 2000 && changes.length === 0; i += 1) {
      const bad: TrustEvidence = { kind: "outcome", atDays: 0, bad: true, predictedSafety: 1 };
      const { change } = recordEvidence(state, patient, bad);
      changes.push(...(change ? [change] : []));
    }
    expect(changes[0]).toMatchObject({ from: "conditional_auto", to: "guarded_auto" });
    expect(changes[0]?.reason).toContain("below 0.7 for 3 evaluations");
  });

  test("a stop takes everything at once, and what was proved must be proved anew", () => {
    const { state } = climb("full_auto");
    expect(dropToObserve(state, "stopped")).toMatchObject({ from: "full_auto", to: "observe" });
    expect(state.certificate.attempt).toBe(2);
  });
});

describe("whatever happens", () => {
  const step = fc.record({
    kind: fc.constantFrom("decision", "audit", "incident", "outcome", "route"),
    atDays: fc.double({ min: 0, max: 30, noNaN: true }),
    bad: fc.boolean(),
    auditProbability: fc.constantFrom(...config.auditLevels),
    draw: fc.double({ min: 0, max: 0.999, noNaN: true }),
    eligible: fc.boolean(),
  });
  const lenient = { ...config, alpha: 0.3, guardedActions: 3, minObservations: 2 };

  test("bad news never moves a scope up, one event never moves it by more than one stage", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
        const state = newTrustState(lenient);
        for (const { kind, ...rest } of steps) {
          const before = LADDER.indexOf(state.stage);
          if (kind === "route") {
            routeAction(state, lenient, rest);
            expect(LADDER.indexOf(state.stage)).toBe(before);
            continue;
          }
          recordEvidence(state, lenient, { kind, ...rest, ...SEEN } as TrustEvidence);
          const moved = LADDER.indexOf(state.stage) - before;
          expect(Math.abs(moved)).toBeLessThanOrEqual(1);
          if (kind === "incident" || rest.bad) {
            expect(moved).toBeLessThanOrEqual(0);
          }
        }
        expect(JSON.parse(JSON.stringify(state))).toEqual(state);
      }),
      { numRuns: 300 },
    );
  });

  test("nothing runs by itself where live conditions forbid it, or below guarded_auto", () => {
    fc.assert(
      fc.property(fc.constantFrom(...LADDER), step, (stage, { draw, eligible }) => {
        const state = Object.assign(newTrustState(config), { stage });
        const { route } = routeAction(state, config, { draw, eligible });
        expect(route.kind).toBe(eligible && LADDER.indexOf(stage) >= 2 ? "auto" : "human");
      }),
    );
  });
});
