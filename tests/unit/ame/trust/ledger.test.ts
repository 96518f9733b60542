import { describe, expect, test } from "vitest";
import { nextAuditProbability } from "@/lib/ame/trust/audit-rate";
import {
  defaultTrustConfig,
  hiddenHarmBound,
  newTrustState,
  recordEvidence,
  routeAction,
  type Stage,
  type TrustConfig,
} from "@/lib/ame/trust/engine";

const config = defaultTrustConfig;

function at(stage: Stage, on: TrustConfig = config) {
  return Object.assign(newTrustState(on), { stage });
}

/** Runs actions that nobody is drawn to check. */
function runUnaudited(state: ReturnType<typeof at>, times: number, on: TrustConfig = config) {
  for (let i = 0; i < times; i += 1) {
    routeAction(state, on, { draw: 0.999_999, eligible: true });
  }
}

describe("how rarely is checked", () => {
  test.each([
    ["guarded_auto", 1],
    // 0.25 would leave ln 20 / ln(0.975/0.75) + 20 x 0.75 = 26.4 harms unseen, 0.35 only 20.6 of 25.
    ["conditional_auto", 0.35],
    ["full_auto", 0.35],
  ] as const)("a new ledger at %s audits with %f", (stage, probability) => {
    expect(nextAuditProbability(at(stage), config)).toBe(probability);
  });

  test("more unaudited actions leave room for fewer checks, down to 1 in 20 at full_auto", () => {
    const full = at("full_auto");
    const conditional = at("conditional_auto");
    runUnaudited(full, 5000);
    runUnaudited(conditional, 5000);
    expect(nextAuditProbability(full, config)).toBe(0.05);
    expect(nextAuditProbability(conditional, config)).toBe(0.25);
  });

  test("a caught harm stands for those that nobody saw: (1 - q) / (q s0)", () => {
    const state = at("conditional_auto");
    recordEvidence(state, config, { kind: "audit", atDays: 0, bad: true, auditProbability: 0.25 });
    expect(state.ledger.hidden).toBeCloseTo(0.75 / (0.25 * 0.9), 12);
  });

  test("a late audit counts at the probability that it was drawn with, whatever the stage", () => {
    const state = at("propose");
    recordEvidence(state, config, { kind: "audit", atDays: 0, bad: true, auditProbability: 0.1 });
    expect(state.ledger.hidden).toBeCloseTo(0.9 / (0.1 * 0.9), 12);
  });

  test("any bad news puts the next 25 actions under full check", () => {
    const state = at("full_auto");
    runUnaudited(state, 5000);
    recordEvidence(state, config, { kind: "incident", atDays: 0 });
    const probabilities = Array.from({ length: 26 }, () => {
      const { route } = routeAction(state, config, { draw: 0.999, eligible: true });
      return route.kind === "auto" ? route.auditProbability : null;
    });
    expect(probabilities.slice(0, 25)).toEqual(Array(25).fill(1));
    expect(probabilities[25]).toBeLessThan(1);
  });

  test("with 50 audits unsettled the next action goes to a person", () => {
    const state = at("guarded_auto");
    const routes = Array.from(
      { length: 51 },
      () => routeAction(state, config, { draw: 0, eligible: true }).route.kind,
    );
    expect(routes).toEqual([...Array(50).fill("auto"), "human"]);
  });

  test("a spent budget checks everything", () => {
    const state = at("full_auto");
    for (let i = 0; i < 8; i += 1) {
      recordEvidence(state, config, {
        kind: "audit",
        atDays: i,
        bad: false,
        auditProbability: 0.25,
      });
    }
    state.ledger.hidden = 25;
    expect(nextAuditProbability(state, config)).toBe(1);
  });
});

describe("the bound that holds under any drift", () => {
  test("is 0 before anything runs unchecked, and never more than what did", () => {
    const state = at("conditional_auto");
    expect(hiddenHarmBound(state, config)).toBe(0);
    runUnaudited(state, 3);
    expect(hiddenHarmBound(state, config)).toBe(3);
  });

  test("comes to the least of three readings when nothing is caught", () => {
    const state = at("conditional_auto");
    state.ledger.unaudited[config.auditLevels.indexOf(0.25)] = 1000;
    // ln(1 / (0.05 x 0.5)) / (0.98 x ln(0.975 / 0.75))
    const expected = Math.log(40) / (0.98 * Math.log(0.975 / 0.75));
    expect(hiddenHarmBound(state, config)).toBeCloseTo(expected, 10);
  });

  test("a catch makes each reading pay for it: - ln w", () => {
    const state = at("conditional_auto");
    const level = config.auditLevels.indexOf(0.25);
    state.ledger.unaudited[level] = 1000;
    state.ledger.caught[level] = 1;
    const limit = Math.log(0.975 / 0.75);
    const readings = [
      [0.98, 0.5],
      [0.75, 0.3],
      [0.5, 0.2],
    ].map(([c = 0, v = 0]) => {
      const theta = c * limit;
      const w = (0.975 - 0.75 * Math.exp(theta)) / (0.25 * 0.9);
      return (Math.log(1 / (0.05 * v)) - Math.log(w)) / theta;
    });
    expect(hiddenHarmBound(state, config)).toBeCloseTo(Math.min(...readings), 10);
  });

  test("spends its reach where checks are rarest first", () => {
    const state = at("full_auto");
    const [rare, often] = [0.05, 0.7].map((q) => config.auditLevels.indexOf(q));
    state.ledger.unaudited[rare as number] = 10;
    state.ledger.unaudited[often as number] = 1000;
    const readings = [
      [0.98, 0.5],
      [0.75, 0.3],
      [0.5, 0.2],
    ].map(([c = 0, v = 0]) => {
      const reach = Math.log(1 / (0.05 * v)) - 10 * c * Math.log(0.995 / 0.95);
      return 10 + reach / (c * Math.log(0.93 / 0.3));
    });
    expect(hiddenHarmBound(state, config)).toBeCloseTo(Math.min(...readings), 10);
  });

  test("strict checks more often than the estimate does", () => {
    const [state, strict] = [at("full_auto"), at("full_auto", { ...config, strict: true })];
    runUnaudited(state, 5000);
    runUnaudited(strict, 5000, { ...config, strict: true });
    expect(nextAuditProbability(strict, { ...config, strict: true })).toBeGreaterThan(
      nextAuditProbability(state, config),
    );
  });
});

test.each([0, -1, 1.5, Number.NaN])("an audit probability of %f is refused", (auditProbability) => {
  const evidence = { kind: "audit", atDays: 0, bad: true, auditProbability } as const;
  expect(() => recordEvidence(at("full_auto"), config, evidence)).toThrow(RangeError);
});
