import { checkRuleAction } from "@/lib/automation/check-rule-action";
import { runRules } from "@/lib/automation/run-rules";
import type { JsonObject } from "@/lib/contracts/common";
import type { CreateRule, RuleAnswer } from "@/lib/contracts/rule";
import type { Context } from "@/lib/kernel/context";
import type { Stage } from "@/lib/packs/pack";
import { createRule } from "@/lib/rules/create-rule";
import { dropRuleSet } from "@/lib/rules/rule-set";
import { addTask } from "@/lib/workflows/add-task";
import type { TestWorld } from "./test-world";

export const IN_DATA_ENTRY: JsonObject = { type: "workflow_state", state: "data_entry" };
export const ADVANCE: JsonObject = { type: "advance_queue" };

/** Stores a rule: every case in data entry goes on, but for what is given. */
export function addRule(ctx: Context, given: Partial<CreateRule> = {}): Promise<RuleAnswer> {
  const rule: CreateRule = {
    name: "Go on",
    description: null,
    condition: IN_DATA_ENTRY,
    action: ADVANCE,
    enabled: true,
    priority: 0,
    ...given,
  };
  return createRule(ctx, rule, checkRuleAction);
}

/** Any change of a case that lets the rules look at it. */
export async function touch(ctx: Context, caseId: number): Promise<void> {
  await addTask(ctx, caseId, { name: "Call" }, runRules);
}

/** Puts a scope where only months of evidence would. */
export async function setStage(
  { db, clock }: TestWorld,
  stage: Stage,
  scope: { queue?: string; actionType?: string; siteId?: string } = {},
): Promise<void> {
  const { queue = "data_entry", actionType = "advance_queue", siteId = "default" } = scope;
  const key = { tenantId: "default", siteId, queue, actionType, roleContext: "" };
  await db.trustScope.upsert({
    where: { tenantId_siteId_queue_actionType_roleContext: key },
    create: { ...key, stage, createdAt: clock.now, updatedAt: clock.now },
    update: { stage },
  });
}

/** Removes what a test leaves behind that would change the next one. */
export async function forgetRules(world: TestWorld, ctx: Context): Promise<void> {
  await world.db.rule.deleteMany({});
  await world.db.gate.deleteMany({});
  await world.db.ameEvent.deleteMany({});
  await world.db.trustScope.deleteMany({});
  dropRuleSet(ctx);
}

export function caseOf({ db }: TestWorld, id: number) {
  return db.workflow.findUniqueOrThrow({ where: { id } });
}

export function proposalsOf({ db }: TestWorld, caseId: number) {
  return db.proposal.findMany({ where: { workflowId: caseId }, orderBy: { id: "asc" } });
}

/** What the rules did to a case, oldest first, as the audit trail tells it. */
export async function firingsOf({ db }: TestWorld, caseId: number): Promise<JsonObject[]> {
  const entries = await db.auditEntry.findMany({
    where: { workflowId: caseId, action: "rule.fire" },
    orderBy: { id: "asc" },
  });
  return entries.map(({ after }) => after as JsonObject);
}

export function ruleOf({ db }: TestWorld, id: number) {
  return db.rule.findUniqueOrThrow({ where: { id } });
}
