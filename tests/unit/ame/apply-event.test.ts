import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyEvent, type Learner } from "@/lib/ame/apply-event";
import type { CountsAs } from "@/lib/ame/evidence";
import type { LearntEvent } from "@/lib/ame/learnt-event";
import { NOTHING_COUNTED } from "@/lib/ame/scope-counts";
import { defaultTrustConfig, newTrustState, trustMetrics } from "@/lib/ame/trust/engine";
import type { Stage } from "@/lib/ame/trust/trust-state";

const config = { ...defaultTrustConfig, awaitsApproval: true };
const START = Date.UTC(2026, 0, 1);

const learner = (stage: Stage = "observe"): Learner => ({
  state: { ...newTrustState(config), stage },
  counts: { ...NOTHING_COUNTED },
});

const event = (some: Partial<LearntEvent>): LearntEvent => ({
  ...{ eventType: "decided", proposalId: "p", countsAs: null, excludedBecause: null },
  ...{ decision: null, outcomeSuccess: null, observedError: null },
  ...{ predictedSafety: null, predictedTimeSavedSec: null, observedTimeSavedSec: null },
  ...{ auditProbability: null, auditDraw: null },
  at: new Date(START),
  ...some,
});

const approval = event({ decision: "approve", countsAs: "decision" });
const outcome = (isGood: boolean, countsAs: CountsAs, some: Partial<LearntEvent> = {}) =>
  event({
    eventType: "outcome",
    outcomeSuccess: isGood,
    observedError: !isGood,
    countsAs,
    ...some,
  });

function learn(events: readonly LearntEvent[], stage?: Stage): Learner {
  const one = learner(stage);
  for (const each of events) {
    applyEvent(one, each, config);
  }
  return one;
}

describe("what a scope learns of an event", () => {
  it("fault-17 joins the forecast of the proposal with what was observed", () => {
    const failures = [1, 2, 3, 4].map(() => outcome(false, "outcome", { predictedSafety: 1 }));
    expect(trustMetrics(learn(failures).state).safetyCalibration).toBe(0);
    const quick = outcome(true, "outcome", { predictedTimeSavedSec: 60, observedTimeSavedSec: 30 });
    expect(trustMetrics(learn([quick]).state).valueScore).toBe(0.5);
  });

  it("fault-18 a perfect record comes to a trust that full autonomy asks for", () => {
    const good = outcome(true, "audit", { auditProbability: 1, predictedSafety: 0.98 });
    const { state } = learn([approval, ...Array.from({ length: 50 }, () => good)]);
    expect(trustMetrics(state).trust).toBeGreaterThan(config.entryTrust.full_auto);
  });

  it("fault-19 counts rejections, failures and rollbacks, and shows overrides", () => {
    const { counts, state } = learn([
      event({ eventType: "proposed" }),
      event({ decision: "reject", countsAs: "decision" }),
      event({ eventType: "executed", countsAs: "execution" }),
      outcome(false, "outcome"),
      event({ eventType: "rolled_back", countsAs: "override" }),
    ]);
    expect(counts).toMatchObject({
      ...{ proposalCount: 1, rejectionCount: 1, executionCount: 1 },
      ...{ failureCount: 1, rollbackCount: 1, successCount: 0 },
    });
    expect(trustMetrics(state).overrideRate).toBe(1);
  });

  it("a late outcome takes the place of its miss in the counters, and teaches nothing", () => {
    const miss = event({
      ...{ eventType: "outcome_missed", countsAs: "audit", auditProbability: 1 },
      outcomeSuccess: false,
    });
    const before = learn([miss], "guarded_auto");
    const late = { ...outcome(true, "audit"), countsAs: null, excludedBecause: "late" } as const;
    const after = learn([miss, late], "guarded_auto");
    expect(before.counts).toMatchObject({ failureCount: 1, missedOutcomeCount: 1 });
    expect(after.counts).toMatchObject({
      ...{ failureCount: 0, successCount: 1, missedOutcomeCount: 1 },
    });
    expect(after.state).toEqual(before.state);
  });

  it("an own action waits for its audit when the coin fell below the probability", () => {
    const own = (auditDraw: number) =>
      event({ eventType: "executed", countsAs: "own_action", auditProbability: 0.25, auditDraw });
    expect(learn([own(0.24)], "full_auto").state).toMatchObject({ pendingAudits: 1 });
    expect(learn([own(0.25)], "full_auto").state).toMatchObject({ pendingAudits: 0 });
    expect(() => learn([event({ countsAs: "own_action" })], "full_auto")).toThrow("probability");
  });

  it("an audit is settled once: by its result, or by the rollback of its action", () => {
    const own = event({
      ...{ eventType: "executed", countsAs: "own_action", auditProbability: 1, auditDraw: 0 },
    });
    const result = outcome(true, "audit", { auditProbability: 1 });
    const undone = event({ eventType: "rolled_back", countsAs: "incident", auditProbability: 1 });
    for (const end of [result, undone]) {
      expect(learn([own, end], "guarded_auto").state).toMatchObject({
        ...{ pendingAudits: 0, guardedActions: 1 },
      });
    }
  });

  it("fault-15 what is excluded changes no stage, no figure of the engine", () => {
    const excluded = fc.record({
      eventType: fc.constantFrom("decided", "outcome", "executed", "proposed" as const),
      decision: fc.constantFrom("approve", "defer" as const),
      excludedBecause: fc.constantFrom("own_judgement", "not_drawn", "no_proposal", "reviewer"),
      outcomeSuccess: fc.constant(true),
    });
    fc.assert(
      fc.property(fc.array(excluded, { maxLength: 30 }), (some) => {
        const events = some.map((one) => event(one as Partial<LearntEvent>));
        expect(learn(events).state).toEqual(learner().state);
      }),
    );
  });

  it("the metrics are the same in any order of arrival", () => {
    const some = fc.record({
      day: fc.nat(400),
      bad: fc.boolean(),
      kind: fc.constantFrom("decision", "outcome"),
    });
    fc.assert(
      fc.property(fc.array(some, { minLength: 1, maxLength: 40 }), fc.nat(), (list, turn) => {
        const events = list.map(({ day, bad, kind }) => {
          const at = new Date(START + day * 86_400_000);
          return kind === "decision"
            ? event({ decision: bad ? "reject" : "approve", countsAs: "decision", at })
            : outcome(!bad, "outcome", { at, predictedSafety: 0.9 });
        });
        const by = turn % events.length;
        const turned = [...events.slice(by), ...events.slice(0, by)].reverse();
        const [one, other] = [trustMetrics(learn(events).state), trustMetrics(learn(turned).state)];
        for (const [name, value] of Object.entries(one)) {
          expect(other[name as keyof typeof other]).toBeCloseTo(value, 9);
        }
      }),
    );
  });
});
