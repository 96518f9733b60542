import { recordAudit } from "@/lib/audit/record-audit";
import { type Governance, holdGovernance } from "@/lib/governance/governance";
import type { TransactionContext } from "@/lib/kernel/context";
import type { CompiledRule } from "@/lib/rules/compiled-rule";
import { type Firing, recordFirings } from "@/lib/rules/record-firings";
import { getRuleSet } from "@/lib/rules/rule-set";
import type { AfterChange, Trigger } from "@/lib/workflows/after-change";
import { getCaseDetails } from "@/lib/workflows/get-case-details";
import { executedTrigger } from "./executed-trigger";
import { type Fired, fireRule } from "./fire-rule";
import type { Execution } from "./proposal";
import { type Situation, situationsOf } from "./rule-situation";
import { type ToldBlocks, toldBlocks } from "./told-blocks";
import { weighRule } from "./weigh-rule";

/** What one change may set off. */
const MAX_ROUNDS = 5;
const MAX_FIRINGS = 20;
const MAX_WEIGHED = 200;
const MAX_NAMES = 20;

interface Run {
  tx: TransactionContext;
  caseId: number;
  rules: readonly CompiledRule[];
  told: ToldBlocks;
  firings: Firing[];
  weighed: number;
}

interface Round {
  number: number;
  trigger: Trigger;
  governance: Governance;
  executions: Execution[];
}

/**
 * Lets the tenant's rules follow a change, in its transaction. What they execute is a change again
 * and begins another round; after five rounds, 20 firings or 200 rules weighed they stop, and the
 * audit trail says so.
 */
export const runRules: AfterChange = async (tx, caseId, trigger) => {
  const rules = await getRuleSet(tx);
  if (!rules.some((rule) => rule.listensTo(trigger))) {
    return false;
  }
  const told = toldBlocks(tx, caseId);
  const run: Run = { tx, caseId, rules, told, firings: [], weighed: 0 };
  let cause: Trigger | null = trigger;
  for (let number = 1; cause && number <= MAX_ROUNDS; number += 1) {
    cause = await runRound(run, cause, number);
  }
  if (cause) {
    await stopIfUnfinished(run, cause);
  }
  await recordFirings(tx, run.firings);
  return run.firings.some(({ outcome }) => outcome === "executed");
};

/**
 * Asks every rule once, the highest priority first, each about the case as it is by then.
 * @returns what the round has brought about, or null when nothing was executed or all is spent
 */
async function runRound(run: Run, trigger: Trigger, number: number): Promise<Trigger | null> {
  const round: Round = { number, trigger, governance: holdGovernance(run.tx), executions: [] };
  let situation = await look(run, trigger);
  for (const [i, rule] of run.rules.entries()) {
    if (!rule.matches(situation.facts)) {
      continue;
    }
    const spent = spentOf(run);
    if (spent) {
      const left = run.rules.slice(i).filter((one) => one.matches(situation.facts));
      await recordStop(run, situation, { why: spent, rounds: number, rules: left });
      return null;
    }
    const fired = await weighAndFire(run, round, situation, rule);
    if (fired) {
      situation = await follow(run, round, situation, fired);
    }
  }
  return round.executions.length > 0 ? executedTrigger(round.executions) : null;
}

async function weighAndFire(
  run: Run,
  round: Round,
  situation: Situation,
  rule: CompiledRule,
): Promise<Fired | null> {
  run.weighed += 1;
  const weighed = await weighRule(situation, rule.action, round.governance);
  if (weighed.kind !== "decided") {
    return null;
  }
  const { case: one } = situation.subject;
  const isBlocked = weighed.mode.kind === "blocked";
  if (isBlocked && (await run.told.has(rule, one))) {
    return null;
  }
  const fired = await fireRule(run.tx, situation, rule, { ...weighed, round: round.number });
  run.firings.push({ rule, outcome: fired.outcome });
  if (isBlocked) {
    run.told.add(rule, one);
  }
  return fired;
}

/** What the next rule looks at. */
async function follow(
  run: Run,
  round: Round,
  situation: Situation,
  { execution, proposal }: Fired,
): Promise<Situation> {
  if (execution) {
    round.executions.push(execution);
    return look(run, round.trigger);
  }
  const { earlier } = situation;
  return proposal && earlier ? { ...situation, earlier: [proposal, ...earlier] } : situation;
}

async function look({ tx, caseId }: Run, trigger: Trigger): Promise<Situation> {
  const [situation] = await situationsOf(tx, [await getCaseDetails(tx, caseId)], () => trigger);
  if (!situation) {
    throw new Error(`Case ${caseId} was read and is not there`);
  }
  return situation;
}

function spentOf({ firings, weighed }: Run): string | null {
  if (firings.length >= MAX_FIRINGS) {
    return `${MAX_FIRINGS} firings`;
  }
  return weighed >= MAX_WEIGHED ? `${MAX_WEIGHED} rules weighed` : null;
}

/** After the last round: names the rules that would have gone on. */
async function stopIfUnfinished(run: Run, trigger: Trigger): Promise<void> {
  const situation = await look(run, trigger);
  const governance = holdGovernance(run.tx);
  const unfinished: CompiledRule[] = [];
  for (const rule of run.rules) {
    const weighed =
      rule.matches(situation.facts) && (await weighRule(situation, rule.action, governance));
    if (weighed && weighed.kind === "decided" && weighed.mode.kind === "execute") {
      unfinished.push(rule);
    }
  }
  if (unfinished.length > 0) {
    const why = `${MAX_ROUNDS} rounds`;
    await recordStop(run, situation, { why, rounds: MAX_ROUNDS, rules: unfinished });
  }
}

async function recordStop(
  { tx, caseId }: Run,
  { subject }: Situation,
  stop: { why: string; rounds: number; rules: readonly CompiledRule[] },
): Promise<void> {
  await recordAudit(tx, {
    action: "rules.stopped",
    subject: { type: "case", id: caseId },
    caseId,
    siteId: subject.case.siteId,
    reason: `One change may set off no more than ${stop.why}; change the rules so that they come to an end sooner.`,
    after: {
      why: stop.why,
      rounds: stop.rounds,
      rules: stop.rules.slice(0, MAX_NAMES).map(({ name }) => name),
    },
  });
}
