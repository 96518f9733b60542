import { describe, expect, it } from "vitest";
import { capOfQueue, effectiveStage } from "@/lib/packs/effective-stage";
import { DEFAULT_PACK } from "@/lib/packs/find-pack";
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

describe("capOfQueue", () => {
  it("is the cap that the pack sets", () => {
    for (const { key, cap } of DEFAULT_PACK.queues) {
      expect(capOfQueue(key)).toBe(cap);
    }
  });

  it("leaves a queue that the pack does not know to what was earned", () => {
    for (const earned of STAGES) {
      expect(effectiveStage(earned, capOfQueue("constructor"))).toBe(earned);
    }
  });
});
