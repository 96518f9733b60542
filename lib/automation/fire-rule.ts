import { COLD_START } from "@/lib/ame/cold-start";
import { recordAudit } from "@/lib/audit/record-audit";
import type { AutomaticMode } from "@/lib/governance/decide-mode";
import type { TransactionContext } from "@/lib/kernel/context";
import { findQueue } from "@/lib/packs/find-pack";
import type { CompiledRule } from "@/lib/rules/compiled-rule";
import { explainMatch } from "@/lib/rules/explain-condition";
import type { FiringOutcome } from "@/lib/rules/rule";
import type { Subject } from "./action";
import { getAction } from "./action-registry";
import { capOfAct } from "./cap-of-act";
import { createProposal } from "./create-proposal";
import { executeInTransaction } from "./execute-proposal";
import { onAutomation } from "./execution-mode";
import type { Plan } from "./plan";
import type { Execution, Proposal } from "./proposal";
import type { Situation } from "./rule-situation";
import { STEP_ACTION } from "./step-action";
import type { Planned } from "./weigh-rule";

const OUTCOMES = { propose: "proposed", execute: "executed", blocked: "blocked" } as const;

export interface Fired {
  outcome: FiringOutcome;
  /** null when it was blocked */
  proposal: Proposal | null;
  /** null unless it was executed */
  execution: Execution | null;
}

/**
 * Proposes or runs what a matching rule wants, as the rule itself, and leaves an audit entry that
 * says why; claims nobody's approval.
 */
export async function fireRule(
  tx: TransactionContext,
  { facts, subject }: Situation,
  rule: CompiledRule,
  { planned, mode, round }: { planned: Planned; mode: AutomaticMode; round: number },
): Promise<Fired> {
  const { case: one } = subject;
  const asRule: TransactionContext = {
    ...tx,
    actor: { kind: "system", id: `rule:${rule.id}`, role: "technician" },
  };
  const { proposal, execution } = await carryOut(asRule, subject, rule, { planned, mode });
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
      queue: one.queue,
      move_count: one.moveCount,
      trigger: facts.trigger && {
        change: facts.trigger.change,
        event_types: [...facts.trigger.eventTypes],
      },
      why: explainMatch(rule.condition, facts),
      action: { type: rule.action.type, payload: planned.payload },
      notify: rule.action.notify,
      outcome,
      summary: `${outcome}: ${labelOf(subject, rule, planned.plan)}`,
      ...(proposal && { proposal_id: proposal.id }),
      ...(execution && { execution_id: execution.id }),
    },
  });
  return { outcome, proposal, execution };
}

async function carryOut(
  asRule: TransactionContext,
  subject: Subject,
  rule: CompiledRule,
  { planned, mode }: { planned: Planned; mode: AutomaticMode },
): Promise<Pick<Fired, "proposal" | "execution">> {
  if (mode.kind === "blocked") {
    return { proposal: null, execution: null };
  }
  const input = {
    action_type: rule.action.type,
    label: labelOf(subject, rule, planned.plan),
    payload: planned.payload,
    confidence: COLD_START.approveProbability,
    safety_score: COLD_START.safety,
  };
  const { plan } = planned;
  if (mode.kind === "propose" || plan.kind === "human") {
    return { proposal: await createProposal(asRule, subject.case, input), execution: null };
  }
  const proposal = await createProposal(asRule, subject.case, input, "approved");
  const ran = await executeInTransaction(
    asRule,
    proposal.id,
    null,
    onAutomation(plan, capOfAct(subject.pack, subject.case, plan.act).cap),
  );
  if (ran.kind === "stale") {
    throw ran.conflict;
  }
  return { proposal, execution: ran.execution };
}

function labelOf({ pack }: Subject, { action }: CompiledRule, plan: Plan): string {
  const move = plan.effects.find((effect) => effect.kind === "move_case");
  return action.type === STEP_ACTION && move
    ? `Move to ${(findQueue(pack, move.to)?.label ?? move.to).toLowerCase()}`
    : getAction(action.type).description;
}
