import { capOfScope } from "@/lib/ame/cap-of-scope";
import { getScope } from "@/lib/ame/get-scope";
import { getEarned } from "@/lib/ame/get-standing";
import { seededRandom } from "@/lib/ame/ml/seeded-random";
import { ownScope } from "@/lib/ame/own-scope";
import { reportDecision } from "@/lib/automation/reports/report-decision";
import { reportExecution } from "@/lib/automation/reports/report-execution";
import { reportOutcome } from "@/lib/automation/reports/report-outcome";
import { reportProposal } from "@/lib/automation/reports/report-proposal";
import type { LapseDay } from "@/lib/contracts/time-lapse";
import { mayActByItself } from "@/lib/governance/decide-mode";
import type { Actor, TransactionContext } from "@/lib/kernel/context";
import { effectiveStage } from "@/lib/packs/effective-stage";
import { LAPSE_SITE } from "@/lib/workflows/site-of-new-case";
import { actsOfDay, type LapseAct } from "./lapse-world";

/** What acts in the simulated chain, and who looks at it there; neither can sign in. */
const MACHINE: Actor = { kind: "client", id: "client:simulated-chain", role: "technician" };
const REVIEWER: Actor = { kind: "user", id: "user:simulated-reviewer", role: "supervisor" };

const SAFETY = 0.98;

interface Drawn {
  act: LapseAct;
  proposalId: string;
}

type Counted = LapseDay["scopes"][number];

/** Parts of a day, each a transaction, so that nobody else waits long. */
export const PARTS_A_DAY = 12;

/** The part counts from 0, the day from 1. */
export interface LapsePart {
  seed: number;
  day: number;
  part: number;
  isDrifting: boolean;
}

/**
 * Plays a part of a day through the services that any system reports to: automation proposes, people
 * decide while they have to, from then on it acts by itself, and reviewers look at what was drawn.
 * @returns what was done, and where each scope stands after it
 */
export async function playPart(
  tx: TransactionContext,
  { seed, day, part, isDrifting }: LapsePart,
): Promise<LapseDay> {
  const random = seededRandom(seed * 1000 + day);
  const machine = { ...tx, actor: MACHINE, newId: () => `lapse-${seed}` };
  const reviewer = { ...tx, actor: REVIEWER };
  const counted = new Map<string, Counted>();
  const drawn: Drawn[] = [];
  for (const [i, act] of actsOfDay(random, day, isDrifting).entries()) {
    if (i % PARTS_A_DAY !== part) {
      continue;
    }
    const proposalId = `lapse-${seed}-${day}-${i}`;
    const took = await takeAct(machine, reviewer, act, proposalId);
    count(counted, act, took);
    if (took === "audited") {
      drawn.push({ act, proposalId });
    }
  }
  for (const due of drawn) {
    await review(reviewer, due);
  }
  return { day, is_drifting: isDrifting, scopes: await standings(tx, [...counted.values()]) };
}

type Took = "decided" | "alone" | "audited";

async function takeAct(
  machine: TransactionContext,
  reviewer: TransactionContext,
  act: LapseAct,
  proposal_id: string,
): Promise<Took> {
  const { scope, features, timeSavedSec, looksWrong } = act;
  const report = { scope, proposal_id };
  await reportProposal(machine, {
    ...report,
    ...{ predicted_confidence: SAFETY, predicted_safety: SAFETY },
    ...{ predicted_time_saved_sec: timeSavedSec, features, context: {} },
  });
  const key = ownScope(machine, scope);
  const { stage, holdup } = await getEarned(machine, key);
  if (!mayActByItself(effectiveStage(stage, capOfScope(key).cap)) || holdup !== null) {
    await reportDecision(reviewer, { ...report, decision: looksWrong ? "reject" : "approve" });
    return "decided";
  }
  const { audited } = await reportExecution(machine, {
    ...{ ...report, before_state: {}, after_state: {}, guarded: true },
  });
  if (!audited && act.surfaces) {
    await reportOutcome(reviewer, { ...report, outcome_success: false, observed_error: true });
  }
  return audited ? "audited" : "alone";
}

async function review(reviewer: TransactionContext, { act, proposalId }: Drawn): Promise<void> {
  const { scope, looksWrong, timeSavedSec } = act;
  await reportOutcome(reviewer, {
    ...{ scope, proposal_id: proposalId, observed_time_saved_sec: timeSavedSec },
    ...{ outcome_success: !looksWrong, observed_error: looksWrong },
  });
}

function count(counted: Map<string, Counted>, { scope, isHarm }: LapseAct, took: Took): void {
  const { queue, action_type } = scope;
  const nothing = { actions: 0, alone: 0, checked: 0, harms: 0 };
  const one = counted.get(action_type) ?? {
    ...{ queue, action_type, stage: "observe", trust: 0 },
    ...nothing,
  };
  const isAlone = took !== "decided";
  counted.set(action_type, {
    ...one,
    actions: one.actions + 1,
    alone: one.alone + (isAlone ? 1 : 0),
    checked: one.checked + (took === "audited" ? 1 : 0),
    harms: one.harms + (isAlone && isHarm ? 1 : 0),
  });
}

async function standings(tx: TransactionContext, counted: Counted[]): Promise<Counted[]> {
  const scopes: Counted[] = [];
  for (const one of counted.sort((a, b) => a.action_type.localeCompare(b.action_type))) {
    const { queue, action_type } = one;
    const { stage, trust } = await getScope(tx, {
      ...{ site_id: LAPSE_SITE, queue, action_type },
    });
    scopes.push({ ...one, stage, trust });
  }
  return scopes;
}
