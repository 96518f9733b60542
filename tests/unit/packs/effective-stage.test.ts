import { describe, expect, it } from "vitest";
import { effectiveStage } from "@/lib/packs/effective-stage";
import { STAGES } from "@/lib/packs/pack";

describe("effectiveStage", () => {
  it("is the lower of what was earned and what the law allows", () => {
    STAGES.forEach((earned, i) => {
      STAGES.forEach((cap, j) => {
        expect(effectiveStage(earned, cap)).toBe(STAGES[Math.min(i, j)]);
      });
    });
  });
});
