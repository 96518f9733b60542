import type { JsonObject } from "@/lib/contracts/common";
import type { Stage } from "@/lib/packs/pack";
import type { ScopeKey } from "./scope";

/** What happened to a proposal; a decision says who made it and why. */
export type Evidence =
  | { kind: "proposed" }
  | {
      kind: "decided";
      decision: "approve" | "reject" | "defer";
      reason: string;
      /** why an approval proves nothing */
      excluded: Exclusion | null;
    }
  | {
      kind: "executed";
      executionId: number;
      /** how far automation may go there at most, where it acted by itself; null where somebody decided */
      ownCap: Stage | null;
      /** why it proves nothing that this has run */
      excluded: Exclusion | null;
    }
  | {
      kind: "outcome";
      isSuccess: boolean;
      hasError: boolean;
      timeSavedSec: number | null;
      executionId: number | null;
      action: JudgedAction;
      /** true when it was counted as missed before */
      wasMissed: boolean;
      /** why good news proves nothing */
      excluded: Exclusion | null;
    }
  | { kind: "outcome_missed"; executionId: number; action: JudgedAction }
  | { kind: "rolled_back"; reason: string; executionId: number; action: JudgedAction };

/** What matters of an action when it is known how it went. */
export interface JudgedAction {
  /** somebody has approved it whose word counts as another's, so that it was judged then */
  isDecided: boolean;
  /** the probability with which it was drawn for an audit that is still open; null = none is */
  openAudit: number | null;
  isBreakGlass: boolean;
  /** it is known already that it did harm */
  isHarmCounted: boolean;
}

/** Of what nothing was reported before. */
export const NOTHING_KNOWN: JudgedAction = {
  isDecided: false,
  openAudit: null,
  isBreakGlass: false,
  isHarmCounted: false,
};

/** Why something that is kept and shown is no evidence. */
export type Exclusion =
  /** nothing says which action it is about */
  | "no_proposal"
  /** automation did it by itself, and it was not drawn for an audit */
  | "not_drawn"
  /** a machine praises what it, or whoever stands behind it, has done */
  | "own_judgement"
  /** it was counted as missed before */
  | "late"
  /** it was undone, which was counted as harm */
  | "undone"
  /** somebody forced it through a gate in an emergency */
  | "break_glass"
  /** whoever said so has been missing too many of the check cases */
  | "reviewer";

/** As what the engine takes an event; null in an event that tells it nothing. */
export type CountsAs =
  | "decision"
  | "own_action"
  | "execution"
  | "audit"
  | "outcome"
  | "incident"
  | "override";

/** What moves a scope beside the evidence about its actions. */
export type ScopeEventType = "promoted" | "demoted" | "renewed" | "stopped" | "configured";

/** The proposal an event belongs to, with the forecast and inputs it was made with. */
export interface Forecast {
  /** null where a reporting system names none */
  proposalId: string | null;
  scope: ScopeKey;
  /** 0 … 1; null = unknown */
  confidence: number | null;
  /** 0 … 1; null = unknown */
  safety: number | null;
  timeSavedSec: number | null;
  features: JsonObject;
  context: JsonObject | null;
}

/** Of an event that names no proposal: nothing was forecast. */
export function withoutForecast(scope: ScopeKey): Forecast {
  const unknown = { confidence: null, safety: null, timeSavedSec: null };
  return { ...unknown, proposalId: null, scope, features: {}, context: null };
}

export function isBadNews(evidence: Evidence): boolean {
  switch (evidence.kind) {
    case "outcome":
      return !evidence.isSuccess || evidence.hasError;
    case "decided":
      return evidence.decision === "reject";
    default:
      return evidence.kind === "rolled_back" || evidence.kind === "outcome_missed";
  }
}

/** What may happen once to a proposal, as a key; null = any number of times. */
export function onceKeyOf({ proposalId }: Forecast, evidence: Evidence): string | null {
  const isRepeatable = evidence.kind === "decided" && evidence.decision === "defer";
  return proposalId === null || isRepeatable ? null : `${evidence.kind}:${proposalId}`;
}
