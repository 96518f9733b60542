import { getStanding } from "@/lib/ame/get-standing";
import type { ScopeKey } from "@/lib/ame/scope";
import type { JsonObject } from "@/lib/contracts/common";
import type { DryRunAnswer, DryRunMatch, DryRunRule } from "@/lib/contracts/rule-dry-run";
import { decideMode, type Limits } from "@/lib/governance/decide-mode";
import { listGates } from "@/lib/governance/list-gates";
import { invalidField } from "@/lib/kernel/app-error";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import type { Stage } from "@/lib/packs/pack";
import { compileCondition } from "@/lib/rules/compile-condition";
import { explainMatch, explainMiss } from "@/lib/rules/explain-condition";
import { getRule } from "@/lib/rules/get-rule";
import { parseAction } from "@/lib/rules/parse-action";
import { parseCondition } from "@/lib/rules/parse-condition";
import type { RuleAction } from "@/lib/rules/rule";
import { listNewestCases } from "@/lib/workflows/list-newest-cases";
import { checkRuleAction } from "./check-rule-action";
import { effectWords } from "./effect-words";
import { scopeOf } from "./forecast-of";
import { earlierVerdict, limitsOf, planRule } from "./plan-rule";
import { findProposalsOfType } from "./proposal-repository";
import { type Situation, situationOf } from "./rule-situation";

/**
 * What a rule would do with the newest cases, and why; changes nothing. A condition of type event
 * takes the newest event of a case for the change.
 * @throws AppError invalid, or not_found for an unknown rule
 */
export async function dryRunRule(ctx: Context, input: DryRunRule): Promise<DryRunAnswer> {
  requirePermission(ctx, "rules:read");
  requirePermission(ctx, "cases:read");
  const { condition, action } = await readRule(ctx, input);
  const matchesFacts = compileCondition(condition);
  const governance = await readGovernance(ctx);
  const matches: DryRunMatch[] = [];
  const misses: DryRunAnswer["misses"] = [];
  const cases = await listNewestCases(ctx, input.limit);
  for (const one of cases) {
    const situation = await situationOf(ctx, one, null);
    const common = { case_id: one.id, queue: one.queue };
    if (matchesFacts(situation.facts)) {
      const why = explainMatch(condition, situation.facts);
      matches.push({ ...common, why, ...(await predict(ctx, situation, action, governance)) });
    } else {
      misses.push({ ...common, why: explainMiss(condition, situation.facts) });
    }
  }
  const would = { propose: 0, execute: 0, blocked: 0, skipped: 0, not_applicable: 0 };
  for (const { outcome } of matches) {
    would[outcome] += 1;
  }
  return { evaluated: cases.length, matched: matches.length, would, matches, misses };
}

async function readRule(ctx: Context, input: DryRunRule) {
  const stored = input.rule_id === undefined ? null : await getRule(ctx, input.rule_id);
  const given = {
    condition: input.condition ?? stored?.condition,
    action: input.action ?? stored?.action,
  };
  for (const part of ["condition", "action"] as const) {
    if (given[part] === undefined) {
      throw invalidField(
        `body.${part}`,
        "missing",
        `body.${part} is missing; send condition and action, or a rule_id.`,
      );
    }
  }
  const action = parseAction(given.action);
  checkRuleAction(action, "body.action");
  return { condition: parseCondition(given.condition), action };
}

interface Governance {
  stageOf(scope: ScopeKey): Promise<Stage>;
  gateOf(key: string | null): Limits["gate"];
}

/** The gates once, and each scope once, however many cases there are. */
async function readGovernance(ctx: Context): Promise<Governance> {
  const gates = new Map((await listGates(ctx)).map(({ key, state }) => [key, state]));
  const stages = new Map<string, Stage>();
  return {
    gateOf: (key) => (key === null ? null : { key, state: gates.get(key) ?? "unset" }),
    stageOf: async (scope) => {
      const name = JSON.stringify(scope);
      const stage = stages.get(name) ?? (await getStanding(ctx, scope)).stage;
      stages.set(name, stage);
      return stage;
    },
  };
}

const VERDICTS = {
  open: "The same proposal waits for a person already.",
  rejected: "A person has rejected it for this stay of the case.",
} as const;

async function predict(
  ctx: Context,
  { subject }: Situation,
  action: RuleAction,
  governance: Governance,
): Promise<Pick<DryRunMatch, "outcome" | "reason"> & Partial<DryRunMatch>> {
  const planned = planRule(subject, action);
  if (planned.kind === "not_applicable") {
    return { outcome: "not_applicable", reason: planned.reason };
  }
  const { plan, payload } = planned;
  const { case: one, pack } = subject;
  const earlier = await findProposalsOfType(ctx, one.id, action.type);
  const verdict = earlierVerdict(subject, { type: action.type, payload }, earlier);
  const plannedPart = {
    payload,
    gate: plan.gate,
    effects: plan.effects.map((effect): JsonObject => ({ ...effect })),
    effects_in_words: plan.effects.map((effect) => effectWords(effect, pack)),
  };
  if (verdict === "open" || verdict === "rejected") {
    return { outcome: "skipped", reason: VERDICTS[verdict], ...plannedPart };
  }
  const mode = decideMode({
    ...limitsOf(subject, plan),
    stage: await governance.stageOf(scopeOf(one.siteId, one.queue, action.type)),
    gate: governance.gateOf(plan.gate),
    isRolledBack: verdict === "rolled_back",
  });
  return { outcome: mode.kind, reason: mode.reason, ...plannedPart };
}
