import { describe, expect, it } from "vitest";
import {
  type Evidence,
  type Exclusion,
  type Forecast,
  type JudgedAction,
  NOTHING_KNOWN,
  withoutForecast,
} from "@/lib/ame/evidence";
import { type Weighed, weighEvidence } from "@/lib/ame/weigh-evidence";

const SCOPE = { siteId: "s", queue: "data_entry", actionType: "advance_queue", roleContext: "" };
const NAMED: Forecast = { ...withoutForecast(SCOPE), proposalId: "p-1" };
const UNNAMED = withoutForecast(SCOPE);

const action = (some: Partial<JudgedAction> = {}): JudgedAction => ({ ...NOTHING_KNOWN, ...some });
const decided = (
  decision: "approve" | "reject" | "defer",
  excluded: "own_judgement" | null = null,
): Evidence => ({ kind: "decided", decision, reason: "", excluded });
const executed = (ownCap: "full_auto" | null, excluded: Exclusion | null = null): Evidence => ({
  ...{ kind: "executed", executionId: 1, ownCap, excluded },
});
const outcome = (
  isGood: boolean,
  about: Partial<JudgedAction>,
  more: Partial<Extract<Evidence, { kind: "outcome" }>> = {},
): Evidence => ({
  ...{ kind: "outcome", isSuccess: isGood, hasError: !isGood, timeSavedSec: null, executionId: 1 },
  ...{ action: action(about), wasMissed: false, excluded: null },
  ...more,
});
const missed = (about: Partial<JudgedAction>): Evidence => ({
  ...{ kind: "outcome_missed", executionId: 1, action: action(about) },
});
const undone = (about: Partial<JudgedAction>): Evidence => ({
  ...{ kind: "rolled_back", reason: "", executionId: 1, action: action(about) },
});

const as = (countsAs: Weighed["countsAs"]) => ({ countsAs, excludedBecause: null });
const not = (excludedBecause: Weighed["excludedBecause"]) => ({ countsAs: null, excludedBecause });

const TABLE: readonly [string, Forecast, Evidence, object][] = [
  ["a proposal", NAMED, { kind: "proposed" }, as(null)],
  ["a proposal without an id", UNNAMED, { kind: "proposed" }, not("no_proposal")],
  ["an approval", NAMED, decided("approve"), as("decision")],
  [
    "a machine's approval of its own",
    NAMED,
    decided("approve", "own_judgement"),
    not("own_judgement"),
  ],
  ["a machine's rejection", NAMED, decided("reject", "own_judgement"), as("decision")],
  ["fault-21 a deferral", NAMED, decided("defer"), as(null)],
  ["an approval of nothing", UNNAMED, decided("approve"), not("no_proposal")],
  ["fault-21 a rejection of nothing", UNNAMED, decided("reject"), as("decision")],
  ["an execution that was approved", NAMED, executed(null), as("execution")],
  ["an execution of its own", NAMED, executed("full_auto"), as("own_action")],
  ["an execution by emergency access", NAMED, executed(null, "break_glass"), not("break_glass")],
  [
    "an execution that a machine approved itself",
    NAMED,
    executed(null, "own_judgement"),
    not("own_judgement"),
  ],
  ["an execution of nothing", UNNAMED, executed(null), not("no_proposal")],
  ["good news of a drawn action", NAMED, outcome(true, { openAudit: 0.25 }), as("audit")],
  ["fault-15 fault-16 good news of an undrawn action", NAMED, outcome(true, {}), not("not_drawn")],
  ["bad news of a drawn action", NAMED, outcome(false, { openAudit: 0.25 }), as("audit")],
  ["bad news of an undrawn action", NAMED, outcome(false, {}), as("incident")],
  ["good news of an approved action", NAMED, outcome(true, { isDecided: true }), as("outcome")],
  ["bad news of an approved action", NAMED, outcome(false, { isDecided: true }), as("outcome")],
  ["good news of nothing", UNNAMED, outcome(true, {}), not("no_proposal")],
  ["bad news of nothing", UNNAMED, outcome(false, {}), as("incident")],
  [
    "a machine's praise of its own",
    NAMED,
    outcome(true, { isDecided: true }, { excluded: "own_judgement" }),
    not("own_judgement"),
  ],
  [
    "a machine's complaint of its own",
    NAMED,
    outcome(false, { isDecided: true }, { excluded: "own_judgement" }),
    as("outcome"),
  ],
  ["bad news of what was undone", NAMED, outcome(false, { isHarmCounted: true }), not("undone")],
  ["late good news", NAMED, outcome(true, { openAudit: 1 }, { wasMissed: true }), not("late")],
  ["late bad news", NAMED, outcome(false, {}, { wasMissed: true }), not("late")],
  ["news of emergency access", NAMED, outcome(false, { isBreakGlass: true }), not("break_glass")],
  ["a missed audit", NAMED, missed({ openAudit: 1 }), as("audit")],
  ["a missed outcome of an approved action", NAMED, missed({ isDecided: true }), as("outcome")],
  ["fault-19 a rollback", NAMED, undone({}), as("incident")],
  ["the rollback of a known harm", NAMED, undone({ isHarmCounted: true }), as("override")],
  ["the rollback of emergency access", NAMED, undone({ isBreakGlass: true }), not("break_glass")],
];

describe("what counts as evidence, and as what", () => {
  it.each(TABLE)("%s", (_, forecast, evidence, expected) => {
    expect(weighEvidence(forecast, evidence)).toEqual(expected);
  });
});
