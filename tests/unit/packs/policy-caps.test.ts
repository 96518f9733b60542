import { describe, expect, it } from "vitest";
import { findQueue } from "@/lib/packs/find-pack";
import { KROGER } from "@/lib/packs/kroger/pack";
import { POLICY_CAPS } from "@/lib/packs/kroger/policy-caps";

const SOURCES: [string, string][] = [
  ["N1", "OBRA-90"],
  ["N2", "20:51:30:15"],
  ["N3", "30-3001"],
  ["N4", "OAC 4729:5-5-04(A)(4)"],
  ["N5", "21 CFR 1306.12(a)"],
  ["N6", "21 CFR 1306.22(a)"],
  ["N7", "21 CFR 1306.04(a)"],
  ["N8", "21 CFR 1306.25"],
  ["N9", "21 CFR 1311.115"],
  ["N10", "21 CFR 1306.08(d)"],
  ["N11", "OAC 4729:5-5-16"],
  ["N12", "OBRA-90"],
  ["N13", "OAC 4729:5-5-10(D)"],
  ["N14", "Assumption"],
];

function sourceOf(id: string): string {
  return POLICY_CAPS.find((cap) => cap.id === id)?.source ?? "";
}

describe("what is never automated", () => {
  it("lists N1 to N14 once each, in order", () => {
    expect(POLICY_CAPS.map((cap) => cap.id)).toEqual(SOURCES.map(([id]) => id));
  });

  it.each(SOURCES)("rests %s on %s", (id, source) => {
    expect(sourceOf(id)).toContain(source);
  });

  it("says each rule in words of its own", () => {
    const rules = POLICY_CAPS.map((cap) => cap.rule);
    expect(new Set(rules).size).toBe(rules.length);
    expect(rules.every((rule) => rule.length > 20)).toBe(true);
  });

  it("speaks only about queues the pack knows", () => {
    for (const key of POLICY_CAPS.flatMap((cap) => cap.queues)) {
      expect(findQueue(KROGER, key)).not.toBeNull();
    }
  });

  it.each(["N5", "N6", "N7", "N8"])("holds %s in every queue", (id) => {
    expect(POLICY_CAPS.find((cap) => cap.id === id)?.queues).toEqual([]);
  });

  it.each([
    ["N1", "pre_verification"],
    ["N2", "pre_verification"],
    ["N4", "verification"],
    ["N12", "will_call"],
    ["N14", "rejection_resolution"],
  ])("holds %s in %s", (id, queue) => {
    expect(POLICY_CAPS.find((cap) => cap.id === id)?.queues).toContain(queue);
  });

  it("never claims compliance or certification", () => {
    expect(JSON.stringify(POLICY_CAPS)).not.toMatch(/complian|certified/i);
  });
});
