import { COLD_START } from "@/lib/ame/cold-start";
import { recordAudit } from "@/lib/audit/record-audit";
import { assertGateNotRevoked } from "@/lib/governance/assert-gate-not-revoked";
import type { AutomaticMode } from "@/lib/governance/decide-mode";
import { readMode } from "@/lib/governance/read-mode";
import type { TransactionContext } from "@/lib/kernel/context";
import { findQueue } from "@/lib/packs/find-pack";
import type { CompiledRule } from "@/lib/rules/compiled-rule";
import { explainMatch } from "@/lib/rules/explain-condition";
import type { FiringOutcome } from "@/lib/rules/rule";
import type { Plan, Subject } from "./action";
import { getAction } from "./action-registry";
import { createProposal } from "./create-proposal";
import { executeInTransaction } from "./execute-proposal";
import { scopeOf } from "./forecast-of";
import { earlierVerdict, limitsOf, type PlannedRule, planRule } from "./plan-rule";
import { findProposalsOfType } from "./proposal-repository";
import type { Situation } from "./rule-situation";

type Planned = Extract<PlannedRule, { kind: "planned" }>;

/** What a rule that matches may do now; null when it has nothing to do. */
export async function weighRule(
  tx: TransactionContext,
  { subject }: Situation,
  rule: CompiledRule,
): Promise<{ planned: Planned; mode: AutomaticMode } | null> {
  const planned = planRule(subject, rule.action);
  if (planned.kind === "not_applicable") {
    return null;
  }
  const { case: one } = subject;
  const { type } = rule.action;
  const earlier = await findProposalsOfType(tx, one.id, type);
  const verdict = earlierVerdict(subject, { type, payload: planned.payload }, earlier);
  if (verdict === "open" || verdict === "rejected") {
    return null;
  }
  const scope = scopeOf(one.siteId, one.queue, type);
  const mode = await readMode(tx, scope, {
    ...limitsOf(subject, planned.plan),
    gate: planned.plan.gate,
    isRolledBack: verdict === "rolled_back",
  });
  return { planned, mode };
}

const OUTCOMES = { propose: "proposed", execute: "executed", blocked: "blocked" } as const;

/**
 * Proposes or runs what a matching rule wants, as the rule itself, and leaves an audit entry that
 * says why; claims nobody's approval.
 * @returns null when the rule has nothing to do
 */
export async function fireRule(
  tx: TransactionContext,
  situation: Situation,
  rule: CompiledRule,
  round: number,
): Promise<FiringOutcome | null> {
  const weighed = await weighRule(tx, situation, rule);
  if (!weighed) {
    return null;
  }
  const { planned, mode } = weighed;
  const { case: one } = situation.subject;
  const asRule: TransactionContext = {
    ...tx,
    actor: { kind: "system", id: `rule:${rule.id}`, role: "technician" },
  };
  const ids = await carryOut(asRule, situation.subject, rule, weighed);
  const outcome = OUTCOMES[mode.kind];
  await recordAudit(asRule, {
    action: "rule.fire",
    subject: { type: "rule", id: rule.id },
    caseId: one.id,
    siteId: one.siteId,
    reason: mode.reason,
    after: {
      rule: rule.name,
      version: rule.version,
      round,
      trigger: situation.facts.trigger ? { ...situation.facts.trigger } : null,
      why: explainMatch(rule.condition, situation.facts),
      action: { type: rule.action.type, payload: planned.payload },
      notify: rule.action.notify,
      outcome,
      summary: `${outcome}: ${labelOf(situation.subject, rule, planned.plan)}`,
      ...ids,
    },
  });
  return outcome;
}

async function carryOut(
  asRule: TransactionContext,
  subject: Subject,
  rule: CompiledRule,
  { planned, mode }: { planned: Planned; mode: AutomaticMode },
): Promise<{ proposal_id?: string; execution_id?: number }> {
  if (mode.kind === "blocked") {
    return {};
  }
  const input = {
    action_type: rule.action.type,
    label: labelOf(subject, rule, planned.plan),
    payload: planned.payload,
    confidence: COLD_START.approveProbability,
    safety_score: COLD_START.safety,
  };
  const status = mode.kind === "execute" ? "approved" : "pending";
  const { id } = await createProposal(asRule, subject.case, input, status);
  if (mode.kind === "propose") {
    return { proposal_id: id };
  }
  const ran = await executeInTransaction(asRule, id, null, assertGateNotRevoked);
  if (ran.kind === "stale") {
    throw ran.conflict;
  }
  return { proposal_id: id, execution_id: ran.execution.id };
}

function labelOf({ pack }: Subject, { action }: CompiledRule, plan: Plan): string {
  const move = plan.effects.find((effect) => effect.kind === "move_case");
  return action.type === "advance_queue" && move
    ? `Move to ${(findQueue(pack, move.to)?.label ?? move.to).toLowerCase()}`
    : getAction(action.type).description;
}
