import { recordAudit } from "@/lib/audit/record-audit";
import { runRules } from "@/lib/automation/run-rules";
import type { KrogerStart } from "@/lib/contracts/kroger";
import type { WorkflowAnswer } from "@/lib/contracts/workflow";
import { AppError } from "@/lib/kernel/app-error";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { toldValue } from "@/lib/kernel/told-value";
import { inTransaction } from "@/lib/kernel/transaction";
import { KROGER } from "@/lib/packs/kroger/pack";
import type { Template } from "@/lib/packs/pack";
import { createCase } from "@/lib/workflows/create-case";
import { readWorkflow } from "@/lib/workflows/get-workflow";
import { siteOfNewCase } from "@/lib/workflows/site-of-new-case";
import { toWorkflowAnswer } from "@/lib/workflows/workflow-answer";
import { KROGER_TASKS } from "./kroger-tasks";

const FIRST_EVENT = "refill_requested";

/** Starts a refill before its prescription exists: in the contact manager. */
export async function startKrogerRefill(ctx: Context, input: KrogerStart): Promise<WorkflowAnswer> {
  requirePermission(ctx, "cases:write");
  const template = templateOf(input.scenario_key);
  const siteId = siteOfNewCase(ctx, input.store_id || undefined, "body.store_id");
  const { drug, sig, days_supply } = template.defaults;
  return inTransaction(ctx, async (tx) => {
    const one = await createCase(tx, {
      pack: KROGER,
      siteId,
      scenarioKey: template.key,
      name: template.name,
      description: template.description,
      queue: template.startQueue,
      insurance: "pending",
      priority: 3,
      promisedAt: null,
      attributes: {
        drug: { name: drug, strength: "", form: "tablet", schedule: null },
        sig,
        days_supply,
        refills_remaining: 0,
        contact_method: input.contact_method,
        ...(input.patient_ref ? { patient_ref: input.patient_ref } : {}),
      },
      tasks: Object.values(KROGER_TASKS).map((task) => ({ ...task, state: "pending" })),
      events: [
        {
          eventType: FIRST_EVENT,
          payload: { scenario: template.key, contact_method: input.contact_method },
        },
      ],
    });
    await recordAudit(tx, {
      action: "case.create",
      subject: { type: "case", id: one.id },
      caseId: one.id,
      siteId: one.siteId,
      after: { name: one.name, queue: one.queue, template: template.key },
    });
    const hasChanged = await runRules(tx, one.id, {
      change: "case_created",
      eventTypes: [FIRST_EVENT, "task_created"],
    });
    return hasChanged ? readWorkflow(tx, one.id) : toWorkflowAnswer(one);
  });
}

function templateOf(key: string): Template {
  const template = KROGER.templates.find((one) => one.key === key);
  if (!template) {
    const known = KROGER.templates.map((one) => one.key).join(", ");
    throw new AppError("not_found", `Scenario "${toldValue(key)}" not found; use one of ${known}.`);
  }
  return template;
}
