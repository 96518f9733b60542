import {
  type CountsAs,
  type Evidence,
  type Exclusion,
  type Forecast,
  isBadNews,
  type JudgedAction,
} from "./evidence";

export type Weighed =
  | { countsAs: CountsAs | null; excludedBecause: null }
  | { countsAs: null; excludedBecause: Exclusion };

type Of<Kind extends Evidence["kind"]> = Extract<Evidence, { kind: Kind }>;

/**
 * Pure: whether an event is evidence, and as what. Good news is a decision on a known proposal or the
 * result of a drawn audit; bad news counts from anywhere, but for what somebody forced.
 */
export function weighEvidence({ proposalId }: Forecast, evidence: Evidence): Weighed {
  const isNamed = proposalId !== null;
  switch (evidence.kind) {
    case "proposed":
      return isNamed ? NOTHING : excluded("no_proposal");
    case "decided":
      return isNamed || isBadNews(evidence) ? weighDecision(evidence) : excluded("no_proposal");
    case "executed":
      return isNamed ? weighExecution(evidence) : excluded("no_proposal");
    case "outcome":
      return weighOutcome(evidence, isNamed);
    case "outcome_missed":
      return as(judgementOf(evidence.action));
    case "rolled_back":
      return weighRollback(evidence);
  }
}

const NOTHING: Weighed = { countsAs: null, excludedBecause: null };

function weighDecision({ decision, excluded: why }: Of<"decided">): Weighed {
  if (decision === "defer") {
    return NOTHING;
  }
  return decision === "approve" && why !== null ? excluded(why) : as("decision");
}

function weighExecution({ ownCap, excluded: why }: Of<"executed">): Weighed {
  if (why !== null) {
    return excluded(why);
  }
  return as(ownCap === null ? "execution" : "own_action");
}

function weighOutcome(evidence: Of<"outcome">, isNamed: boolean): Weighed {
  const { action, wasMissed } = evidence;
  if (action.isBreakGlass) {
    return excluded("break_glass");
  }
  if (wasMissed) {
    return excluded("late");
  }
  if (isBadNews(evidence)) {
    return action.isHarmCounted ? excluded("undone") : as(judgementOf(action));
  }
  if (!isNamed) {
    return excluded("no_proposal");
  }
  if (!action.isDecided && action.openAudit === null) {
    return excluded("not_drawn");
  }
  return evidence.excluded === null ? as(judgementOf(action)) : excluded(evidence.excluded);
}

function weighRollback({ action }: Of<"rolled_back">): Weighed {
  if (action.isBreakGlass) {
    return excluded("break_glass");
  }
  return as(action.isHarmCounted ? "override" : "incident");
}

function judgementOf({ openAudit, isDecided }: JudgedAction): CountsAs {
  if (openAudit !== null) {
    return "audit";
  }
  return isDecided ? "outcome" : "incident";
}

function as(countsAs: CountsAs): Weighed {
  return { countsAs, excludedBecause: null };
}

function excluded(excludedBecause: Exclusion): Weighed {
  return { countsAs: null, excludedBecause };
}
