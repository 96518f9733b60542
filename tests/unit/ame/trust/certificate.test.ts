import { describe, expect, test } from "vitest";
import {
  certificateProgress,
  defaultTrustConfig,
  newTrustState,
  recordEvidence,
  type TrustConfig,
} from "@/lib/ame/trust/engine";

const config = defaultTrustConfig;

function decide(state: ReturnType<typeof newTrustState>, bad: boolean, on: TrustConfig = config) {
  return recordEvidence(state, on, { kind: "decision", atDays: 0, bad, predictedSafety: 1 });
}

describe("the certificate", () => {
  test("begins with an e-value of 1, and needs 1 x 2 / 0.05", () => {
    const progress = certificateProgress(newTrustState(config), config);
    expect(progress.evidence).toBeCloseTo(1, 12);
    expect(progress.needed).toBeCloseTo(40, 12);
  });

  test("grows by each fraction's own likelihood ratio with a clean action", () => {
    const state = newTrustState(config);
    decide(state, false);
    // 0.3/0.98 + 0.25 x 0.9975/0.98 + 0.2 x 0.995/0.98 + 0.15 x 0.99/0.98 + 0.1 x 0.985/0.98
    const expected = (0.3 + 0.249375 + 0.199 + 0.1485 + 0.0985) / 0.98;
    expect(certificateProgress(state, config).evidence).toBeCloseTo(expected, 12);
  });

  test("keeps of each stake its fraction with a bad action", () => {
    const state = newTrustState(config);
    decide(state, true);
    // 0.25/8 + 0.2/4 + 0.15/2 + 0.1 x 3/4
    expect(certificateProgress(state, config).evidence).toBeCloseTo(0.23125, 12);
  });

  test.each([
    { alpha: 0.02, clean: 214 },
    { alpha: 0.05, clean: 84 },
  ])("takes $clean clean actions at alpha $alpha, as its countdown says", ({ alpha, clean }) => {
    const strictly = { ...config, alpha };
    const state = newTrustState(strictly);
    expect(certificateProgress(state, strictly).cleanDecisionsLeft).toBe(clean);
    for (let i = 1; i < clean; i += 1) {
      decide(state, false, strictly);
    }
    expect(state.stage).toBe("propose");
    expect(certificateProgress(state, strictly).cleanDecisionsLeft).toBe(1);
    expect(decide(state, false, strictly).change).toMatchObject({ to: "guarded_auto" });
    expect(certificateProgress(state, strictly).cleanDecisionsLeft).toBe(0);
  });

  test("begins anew when it is lost, and asks more each time: k (k + 1) / delta", () => {
    const state = newTrustState(config);
    const needed = new Set<number>();
    for (let i = 0; i < 60; i += 1) {
      decide(state, true);
      needed.add(certificateProgress(state, config).needed);
    }
    expect([...needed].slice(0, 4)).toEqual(
      [40, 120, 240, 400].map((each) => expect.closeTo(each)),
    );
    expect(state.stage).not.toBe("guarded_auto");
  });

  test("stays finite however long nothing is bad", () => {
    // Trust keeps it from being used: no forecasts, and every execution overridden.
    const state = newTrustState({ ...config, maxOverrideRate: -1 });
    for (let i = 0; i < 50_000; i += 1) {
      decide(state, false, { ...config, maxOverrideRate: -1 });
    }
    expect(Number.isFinite(certificateProgress(state, config).evidence)).toBe(true);
    expect(JSON.parse(JSON.stringify(state))).toEqual(state);
  });
});
