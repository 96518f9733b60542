import { recordAudit } from "@/lib/audit/record-audit";
import type { DryRunAnswer, DryRunMatch, DryRunRule } from "@/lib/contracts/rule-dry-run";
import { type Governance, viewGovernance } from "@/lib/governance/governance";
import { invalidField } from "@/lib/kernel/app-error";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { inTransaction } from "@/lib/kernel/transaction";
import { maskPatientData } from "@/lib/packs/patient-data";
import { asksForHidden } from "@/lib/rules/asks-for-hidden";
import { compileCondition } from "@/lib/rules/compile-condition";
import { explainMatch, explainMiss } from "@/lib/rules/explain-condition";
import { getRule } from "@/lib/rules/get-rule";
import { parseAction } from "@/lib/rules/parse-action";
import { parseAllowed } from "@/lib/rules/parse-allowed";
import type { RuleAction } from "@/lib/rules/rule";
import { listNewestCases } from "@/lib/workflows/list-newest-cases";
import { checkRuleAction } from "./check-rule-action";
import { effectWords } from "./effect-words";
import { newestChange } from "./newest-change";
import { type Situation, situationsOf } from "./rule-situation";
import { weighRule } from "./weigh-rule";

const BATCH = 50;

/**
 * What a rule would do with the newest cases, and why; changes nothing. A condition of type event
 * takes the newest change of a case, as far as its tasks and events tell of it.
 * @throws AppError invalid, not_found for an unknown rule, or forbidden when its condition asks for
 *   what is masked, which its matches would tell; who may ask leaves an audit entry
 */
export async function dryRunRule(ctx: Context, input: DryRunRule): Promise<DryRunAnswer> {
  requirePermission(ctx, "rules:read");
  requirePermission(ctx, "cases:read");
  const { condition, action } = await readRule(ctx, input);
  const matchesFacts = compileCondition(condition);
  const governance = await viewGovernance(ctx);
  const matches: DryRunMatch[] = [];
  const misses: DryRunAnswer["misses"] = [];
  for await (const situation of readSituations(ctx, input.limit)) {
    const { facts, subject } = situation;
    const common = { case_id: subject.case.id, queue: subject.case.queue };
    if (matchesFacts(facts)) {
      const why = explainMatch(condition, facts);
      matches.push({ ...common, why, ...(await predict(situation, action, governance)) });
    } else {
      misses.push({ ...common, why: explainMiss(condition, facts) });
    }
  }
  const would = { propose: 0, execute: 0, blocked: 0, skipped: 0, not_applicable: 0 };
  for (const { outcome } of matches) {
    would[outcome] += 1;
  }
  const evaluated = matches.length + misses.length;
  const counts = { evaluated, matched: matches.length };
  if (asksForHidden(condition)) {
    await recordLook(ctx, input.rule_id ?? null, counts);
  }
  return { ...counts, would, matches, misses };
}

/** Which cases match tells of their patients; no answer without an entry. */
async function recordLook(
  ctx: Context,
  ruleId: number | null,
  after: { evaluated: number; matched: number },
): Promise<void> {
  await inTransaction(ctx, (tx) =>
    recordAudit(tx, {
      action: "patient.reveal",
      subject: { type: "rule", id: ruleId ?? "dry_run" },
      reasonCode: "rule_dry_run",
      after,
    }),
  );
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
  return { condition: parseAllowed(ctx, given.condition), action };
}

/** Cases are looked at a batch at a time, so that few are held at once and each batch is few queries. */
async function* readSituations(ctx: Context, limit: number): AsyncGenerator<Situation> {
  let left = limit;
  let beforeId: number | undefined;
  while (left > 0) {
    const cases = await listNewestCases(ctx, { limit: Math.min(left, BATCH), beforeId });
    if (cases.length === 0) {
      return;
    }
    yield* await situationsOf(ctx, cases, newestChange);
    left -= cases.length;
    beforeId = cases.at(-1)?.id;
  }
}

async function predict(
  situation: Situation,
  action: RuleAction,
  governance: Governance,
): Promise<Pick<DryRunMatch, "outcome" | "reason"> & Partial<DryRunMatch>> {
  const weighed = await weighRule(situation, action, governance);
  if (weighed.kind === "not_applicable") {
    return { outcome: "not_applicable", reason: weighed.reason };
  }
  const { plan, payload } = weighed.planned;
  const plannedPart = {
    payload: maskPatientData(payload),
    gate: plan.gate,
    effects: plan.effects.map((effect) => maskPatientData({ ...effect })),
    effects_in_words: plan.effects.map((effect) => effectWords(effect, situation.subject.pack)),
  };
  return weighed.kind === "skipped"
    ? { outcome: "skipped", reason: weighed.reason, ...plannedPart }
    : { outcome: weighed.mode.kind, reason: weighed.mode.reason, ...plannedPart };
}
