import { recordAudit } from "@/lib/audit/record-audit";
import type { TransactionContext } from "@/lib/kernel/context";
import type { CompiledRule } from "@/lib/rules/compiled-rule";
import { type Firing, recordFirings } from "@/lib/rules/record-firings";
import { getRuleSet } from "@/lib/rules/rule-set";
import type { AfterChange, Trigger } from "@/lib/workflows/after-change";
import { getCaseDetails } from "@/lib/workflows/get-case-details";
import { fireRule, weighRule } from "./fire-rule";
import { type Situation, situationOf } from "./rule-situation";

const MAX_ROUNDS = 5;

interface Run {
  tx: TransactionContext;
  caseId: number;
  rules: readonly CompiledRule[];
  firings: Firing[];
}

/**
 * Lets the tenant's rules follow a change, in its transaction. What they execute is a change again
 * and begins another round, up to five; then they stop, and the audit trail says so.
 */
export const runRules: AfterChange = async (tx, caseId, trigger) => {
  const rules = await getRuleSet(tx);
  if (!rules.some((rule) => rule.listensTo(trigger))) {
    return false;
  }
  const run: Run = { tx, caseId, rules, firings: [] };
  let cause = trigger;
  for (let round = 1; round <= MAX_ROUNDS; round += 1) {
    const executed = await runRound(run, cause, round);
    if (executed === null) {
      break;
    }
    cause = { change: "action_executed", eventType: executed };
    if (round === MAX_ROUNDS) {
      await stopIfUnfinished(run, cause);
    }
  }
  await recordFirings(tx, run.firings);
  return run.firings.some(({ outcome }) => outcome === "executed");
};

/**
 * Asks every rule once, the highest priority first, each about the case as it is by then.
 * @returns the type of the last action executed, or null when none was
 */
async function runRound(run: Run, trigger: Trigger, round: number): Promise<string | null> {
  let situation = await look(run, trigger);
  let executed: string | null = null;
  for (const rule of run.rules) {
    if (!rule.matches(situation.facts) || isBlocked(run, rule)) {
      continue;
    }
    const outcome = await fireRule(run.tx, situation, rule, round);
    if (outcome) {
      run.firings.push({ rule, outcome });
    }
    if (outcome === "executed") {
      executed = rule.action.type;
      situation = await look(run, trigger);
    }
  }
  return executed;
}

async function look({ tx, caseId }: Run, trigger: Trigger): Promise<Situation> {
  return situationOf(tx, await getCaseDetails(tx, caseId), trigger);
}

/** What a gate has stopped once is not told again in later rounds. */
function isBlocked({ firings }: Run, { id }: CompiledRule): boolean {
  return firings.some(({ rule, outcome }) => rule.id === id && outcome === "blocked");
}

/** After the last round: names the rules that would have gone on. */
async function stopIfUnfinished(run: Run, trigger: Trigger): Promise<void> {
  const situation = await look(run, trigger);
  const unfinished: string[] = [];
  for (const rule of run.rules) {
    const weighed = rule.matches(situation.facts) && (await weighRule(run.tx, situation, rule));
    if (weighed && weighed.mode.kind === "execute") {
      unfinished.push(rule.name);
    }
  }
  if (unfinished.length > 0) {
    await recordAudit(run.tx, {
      action: "rules.stopped",
      subject: { type: "case", id: run.caseId },
      caseId: run.caseId,
      siteId: situation.subject.case.siteId,
      reason: `Rules kept following one another; change them so that they come to an end.`,
      after: { rounds: MAX_ROUNDS, rules: unfinished },
    });
  }
}
