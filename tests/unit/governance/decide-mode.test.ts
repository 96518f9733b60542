import { describe, expect, it } from "vitest";
import { decideMode, type Limits } from "@/lib/governance/decide-mode";
import { STAGES, type Stage } from "@/lib/packs/pack";

const EARNED: Limits = {
  stop: null,
  earned: { stage: "guarded_auto", holdup: null },
  doubts: [],
  cap: { cap: "guarded_auto", sources: ["a law"] },
  gate: { key: "g", state: "authorized" },
  isHuman: false,
  isRolledBack: false,
};

const at = (stage: Stage) => ({ stage, holdup: null });

describe("what automation may do by itself", () => {
  it.each<[string, Partial<Limits>, string]>([
    ["it has earned guarded_auto, and the gate is open", {}, "execute"],
    ["nobody has touched the gate", { gate: { key: "g", state: "unset" } }, "execute"],
    ["no gate is asked for", { gate: null }, "execute"],
    ["the gate was revoked", { gate: { key: "g", state: "revoked" } }, "blocked"],
    ["a kill switch is on", { stop: "Automation is stopped." }, "blocked"],
    ["the scope stands at propose", { earned: at("propose") }, "propose"],
    [
      "50 audits wait for people",
      { earned: { stage: "full_auto", holdup: "50 audits wait." } },
      "propose",
    ],
    ["the forecast is in doubt", { doubts: ["Model safety 0.4 is below 0.6."] }, "propose"],
    [
      "the law caps the queue at propose",
      { cap: { cap: "propose", sources: ["a law"] }, earned: at("full_auto") },
      "propose",
    ],
    ["the law wants a person", { isHuman: true }, "propose"],
    ["a person has rolled it back", { isRolledBack: true }, "propose"],
    [
      "the gate of a clinical step was revoked",
      { isHuman: true, gate: { key: "g", state: "revoked" } },
      "blocked",
    ],
  ])("when %s", (_, given, kind) => {
    const mode = decideMode({ ...EARNED, ...given });
    expect(mode.kind).toBe(kind);
    expect(mode.reason).not.toBe("");
  });

  it("is never more than the lower of what was earned and what the law allows", () => {
    for (const stage of STAGES) {
      for (const cap of STAGES) {
        const lower = Math.min(STAGES.indexOf(stage), STAGES.indexOf(cap));
        const expected = lower >= STAGES.indexOf("guarded_auto") ? "execute" : "propose";
        expect([
          stage,
          cap,
          decideMode({ ...EARNED, earned: at(stage), cap: { cap, sources: [] } }).kind,
        ]).toEqual([stage, cap, expected]);
      }
    }
  });
});
