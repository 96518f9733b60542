import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  defaultTrustConfig,
  newTrustState,
  recordEvidence,
  type TrustEvidence,
  trustMetrics,
} from "@/lib/ame/trust/engine";

const config = defaultTrustConfig;
const at = { atDays: 0 } as const;

function metricsAfter(...evidence: TrustEvidence[]) {
  const state = newTrustState(config);
  for (const each of evidence) {
    recordEvidence(state, config, each);
  }
  return trustMetrics(state);
}

describe("the five metrics", () => {
  test("of nothing are unknown, and nothing is trusted", () => {
    expect(metricsAfter()).toEqual({
      trust: 0,
      reliability: 0,
      alignment: 0,
      safetyCalibration: 0.5,
      valueScore: 0.5,
      overrideRate: 0,
    });
  });

  test("join each forecast with what was observed of the same action", () => {
    const seen = { predictedSafety: 0.9, predictedTimeSavedSec: 60, observedTimeSavedSec: 45 };
    const metrics = metricsAfter(
      { kind: "decision", ...at, bad: false },
      { kind: "execution", ...at },
      { kind: "outcome", ...at, bad: false, ...seen },
    );
    expect(metrics.safetyCalibration).toBeCloseTo(0.9, 12);
    expect(metrics.valueScore).toBeCloseTo(0.75, 12);
    // .35 x 1 + .25 x 1 + .25 x .9 + .15 x .75
    expect(metrics.trust).toBeCloseTo(0.9375, 12);
  });

  test("a safe forecast of four failures is no calibration at all", () => {
    const failures = Array.from({ length: 4 }, (): TrustEvidence => {
      return { kind: "outcome", ...at, bad: true, predictedSafety: 1 };
    });
    expect(metricsAfter(...failures)).toMatchObject({ safetyCalibration: 0, reliability: 0 });
  });

  test("time saved beyond what was promised makes up for less, up to half as much again", () => {
    const saved = (observedTimeSavedSec: number): TrustEvidence => {
      return {
        kind: "audit",
        ...at,
        bad: false,
        auditProbability: 1,
        predictedTimeSavedSec: 60,
        observedTimeSavedSec,
      };
    };
    expect(metricsAfter(saved(600), saved(0)).valueScore).toBeCloseTo(0.75, 12);
    expect(metricsAfter(saved(600)).valueScore).toBe(1);
    expect(metricsAfter(saved(-60)).valueScore).toBe(0);
  });

  test("a rollback is an override of one execution in two", () => {
    const metrics = metricsAfter(
      { kind: "execution", ...at },
      { kind: "execution", ...at },
      { kind: "incident", ...at },
    );
    expect(metrics.overrideRate).toBe(0.5);
  });

  test("a perfect record with forecasts is worth a trust of 1", () => {
    const seen = { predictedSafety: 1, predictedTimeSavedSec: 60, observedTimeSavedSec: 60 };
    expect(metricsAfter({ kind: "decision", ...at, bad: false, ...seen }).trust).toBeCloseTo(1, 12);
  });

  test("evidence loses weight by 3 % a day", () => {
    const metrics = metricsAfter(
      { kind: "decision", atDays: 100, bad: true },
      { kind: "decision", atDays: 110, bad: false },
    );
    expect(metrics.alignment).toBeCloseTo(1 / (1 + Math.exp(-0.3)), 12);
  });
});

const evidence: fc.Arbitrary<TrustEvidence> = fc
  .record({
    kind: fc.constantFrom("decision", "audit", "outcome", "incident", "execution"),
    atDays: fc.double({ min: 0, max: 400, noNaN: true }),
    bad: fc.boolean(),
    auditProbability: fc.constantFrom(...config.auditLevels),
    predictedSafety: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }),
    predictedTimeSavedSec: fc.option(fc.integer({ min: 0, max: 600 }), { nil: undefined }),
    observedTimeSavedSec: fc.option(fc.integer({ min: -60, max: 600 }), { nil: undefined }),
  })
  .map((all) => all as TrustEvidence);

test("the order of arrival makes no difference to the metrics", () => {
  fc.assert(
    fc.property(fc.array(evidence, { maxLength: 40 }), fc.infiniteStream(fc.nat()), (all, keys) => {
      const shuffled = all
        .map((each) => ({ each, key: keys.next().value ?? 0 }))
        .sort((a, b) => a.key - b.key)
        .map(({ each }) => each);
      // An incident settles whatever audit it is given; only what all have in common is compared.
      const [one, other] = [metricsAfter(...all), metricsAfter(...shuffled)];
      for (const [name, value] of Object.entries(one)) {
        expect(other[name as keyof typeof other]).toBeCloseTo(value, 9);
      }
    }),
  );
});

test("the metrics of as many events as a scope has are its decayed sums from scratch", () => {
  fc.assert(
    fc.property(fc.array(evidence, { minLength: 1, maxLength: 40 }), (all) => {
      const latest = Math.max(0, ...all.map(({ atDays }) => atDays));
      const weighted = (wanted: (each: TrustEvidence) => boolean) =>
        all
          .filter(wanted)
          .reduce((sum, { atDays }) => sum + Math.exp(-0.03 * (latest - atDays)), 0);
      const approved = weighted((each) => each.kind === "decision" && !each.bad);
      const rejected = weighted((each) => each.kind === "decision" && each.bad);
      const expected = approved + rejected === 0 ? 0 : approved / (approved + rejected);
      expect(metricsAfter(...all).alignment).toBeCloseTo(expected, 9);
    }),
  );
});
