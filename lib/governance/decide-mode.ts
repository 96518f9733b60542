import type { Earned } from "@/lib/ame/get-standing";
import type { GateState } from "@/lib/contracts/governance";
import type { Cap } from "@/lib/packs/cap-of";
import { STAGES, type Stage } from "@/lib/packs/pack";

/** What automation may do by itself, and why no more. */
export interface AutomaticMode {
  kind: "propose" | "execute" | "blocked";
  reason: string;
}

export interface Limits {
  /** why a kill switch lets nothing run here; null where none does */
  stop: string | null;
  /** what the scope has earned, and what holds it up */
  earned: Earned;
  /** what of the forecast speaks against acting alone */
  doubts: readonly string[];
  /** the most that the law allows for this state, drug and action where the case stands */
  cap: Cap;
  /** null where no gate is asked for */
  gate: { key: string; state: GateState } | null;
  /** a clinical judgement, or anything else that N1–N14 keep from machines */
  isHuman: boolean;
  /** a person has undone the same act on this case, in this queue */
  isRolledBack: boolean;
}

const MAY_ACT_FROM = STAGES.indexOf("guarded_auto");

/** Below it a person decides. */
export function mayActByItself(stage: Stage): boolean {
  return STAGES.indexOf(stage) >= MAY_ACT_FROM;
}

/**
 * Pure: the lowest of what was earned, what the law allows and what the gate says. A kill switch or
 * a revoked gate stops even proposals; one that nobody has touched leaves it to the stage.
 */
export function decideMode(limits: Limits): AutomaticMode {
  const { gate, doubts } = limits;
  const { stage, holdup } = limits.earned;
  const { cap, sources } = limits.cap;
  if (limits.stop !== null) {
    return { kind: "blocked", reason: limits.stop };
  }
  if (gate?.state === "revoked") {
    return { kind: "blocked", reason: `The gate ${gate.key} was revoked.` };
  }
  if (limits.isHuman) {
    return { kind: "propose", reason: "The law wants a person's judgement." };
  }
  if (limits.isRolledBack) {
    return { kind: "propose", reason: "A person has rolled this back here before." };
  }
  if (!mayActByItself(cap)) {
    return { kind: "propose", reason: `The law caps this at ${cap} [${sources.join("; ")}].` };
  }
  if (!mayActByItself(stage)) {
    return { kind: "propose", reason: `The action stands at ${stage}, below guarded_auto.` };
  }
  if (holdup !== null || doubts.length > 0) {
    return { kind: "propose", reason: [...doubts, ...(holdup === null ? [] : [holdup])].join(" ") };
  }
  return { kind: "execute", reason: `The action has earned ${stage}, and the law allows ${cap}.` };
}
