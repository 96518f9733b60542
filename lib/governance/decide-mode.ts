import type { GateState } from "@/lib/contracts/governance";
import type { Permission } from "@/lib/contracts/permission";
import { STAGES, type Stage } from "@/lib/packs/pack";

/** What automation may do by itself, and why no more. */
export interface AutomaticMode {
  kind: "propose" | "execute" | "blocked";
  reason: string;
}

export interface Limits {
  /** what the scope has earned */
  stage: Stage;
  /** the most that the law allows where the case stands */
  cap: Stage;
  /** null where no gate is asked for */
  gate: { key: string; state: GateState } | null;
  decidedWith: Extract<Permission, "proposals:decide" | "clinical:decide">;
  /** every judgement on a controlled drug is a pharmacist's own [21 CFR 1306.04(a)] */
  isControlled: boolean;
  /** a person has undone the same act on this case, in this queue */
  isRolledBack: boolean;
}

const MAY_ACT_FROM = STAGES.indexOf("guarded_auto");

/**
 * Pure: the lowest of what was earned, what the law allows and what the gate says. A revoked gate
 * stops even proposals; one that nobody has touched leaves it to the stage.
 */
export function decideMode(limits: Limits): AutomaticMode {
  const { stage, cap, gate } = limits;
  if (gate?.state === "revoked") {
    return { kind: "blocked", reason: `The gate ${gate.key} was revoked.` };
  }
  if (limits.decidedWith === "clinical:decide") {
    return { kind: "propose", reason: "The law wants a pharmacist's judgement." };
  }
  if (limits.isControlled) {
    return { kind: "propose", reason: "A controlled drug is a pharmacist's to judge." };
  }
  if (limits.isRolledBack) {
    return { kind: "propose", reason: "A person has rolled this back here before." };
  }
  if (STAGES.indexOf(cap) < MAY_ACT_FROM) {
    return { kind: "propose", reason: `The law caps this queue at ${cap}.` };
  }
  if (STAGES.indexOf(stage) < MAY_ACT_FROM) {
    return { kind: "propose", reason: `The action stands at ${stage}, below guarded_auto.` };
  }
  return { kind: "execute", reason: `The action has earned ${stage}, and the law allows ${cap}.` };
}
