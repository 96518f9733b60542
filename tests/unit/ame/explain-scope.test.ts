import { describe, expect, it } from "vitest";
import { explainScope } from "@/lib/ame/explain-scope";
import type { Scope } from "@/lib/ame/scope";
import { NOTHING_COUNTED } from "@/lib/ame/scope-counts";
import { newTrustState, recordEvidence, type Stage } from "@/lib/ame/trust/engine";
import { trustConfigOf } from "@/lib/ame/trust-config-of";

const KEY = { siteId: "s", queue: "data_entry", actionType: "complete_task", roleContext: "" };
const config = trustConfigOf(KEY, {}, true);
const NOW = new Date("2026-03-02T09:30:00Z");

function scopeAt(stage: Stage, clean = 0, bad = 0): Scope {
  const state = { ...newTrustState(config), stage };
  for (let i = 0; i < clean + bad; i += 1) {
    recordEvidence(state, config, { kind: "decision", atDays: 1, bad: i >= clean });
  }
  return {
    ...{ ...KEY, id: 1, stage: state.stage, state, config, overrides: {} },
    counts: { ...NOTHING_COUNTED },
    ...{ stageChangedAt: null, stoppedAt: null, createdAt: NOW, updatedAt: NOW },
  };
}

const told = (scope: Scope, cap: Stage = "full_auto", needsApproval = true) =>
  explainScope(scope, null, { needsApproval, cap });

describe("a scope in three sentences", () => {
  it("of which nothing is known", () => {
    expect(told(scopeAt("observe"))).toEqual({
      why: "It stands at observe, because nothing has been judged yet.",
      next: "For propose it needs more than it has: trust 0.00, at least 0.40; 0 judged actions, at least 6.",
      down: "It cannot fall further; rejections push the proof away, and a kill switch lets it begin anew.",
    });
  });

  it("counts down to the certificate, also after a harm", () => {
    expect(told(scopeAt("propose", 40)).next).toMatch(/About \d\d more clean decisions earn/);
    const left = Number(/About (\d+) more/.exec(told(scopeAt("propose", 40, 1)).next)?.[1]);
    expect(left).toBeGreaterThan(43);
    expect(left).toBeLessThan(200);
  });

  it("waits for two people once everything is there, where they are asked for", () => {
    const ready = scopeAt("propose", 120);
    expect(told(ready).next).toContain("once one person asks for it and another approves");
    expect(told(ready, "full_auto", false).next).toContain("the next good news takes it up");
  });

  it("says where the law ends the way", () => {
    expect(told(scopeAt("guarded_auto"), "guarded_auto").next).toBe(
      "The law lets it go no further than guarded auto there, whatever it earns.",
    );
    expect(told(scopeAt("full_auto")).next).toBe("There is no higher stage.");
  });

  it("tells how few bad outcomes take the right to act away", () => {
    expect(told(scopeAt("guarded_auto")).down).toMatch(/^About 3 bad outcomes close together/);
    expect(told(scopeAt("guarded_auto")).down).toContain("Now 100 % of its actions are checked.");
  });

  it("gives the reason of its last move", () => {
    const why = explainScope(
      scopeAt("propose"),
      { reason: "trust 0.80, 6 observations" },
      {
        ...{ needsApproval: true, cap: "full_auto" },
      },
    );
    expect(why.why).toBe(
      "It stands at propose. It came there by this: trust 0.80, 6 observations.",
    );
  });
});
