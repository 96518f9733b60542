import { decideProposal } from "@/lib/automation/decide-proposal";
import { executeProposal } from "@/lib/automation/execute-proposal";
import { proposeAction } from "@/lib/automation/propose-action";
import { runRules } from "@/lib/automation/run-rules";
import type { JsonObject } from "@/lib/contracts/common";
import { setGate } from "@/lib/governance/set-gate";
import type { Context } from "@/lib/kernel/context";
import { DEFAULT_PACK } from "@/lib/packs/find-pack";
import { seedScenarios } from "@/lib/scenarios/seed-scenarios";
import { createWorkflow } from "@/lib/workflows/create-workflow";

/** A demo case of this scenario. @returns its id */
export async function seedCase(ctx: Context, scenario: string): Promise<number> {
  const { id } = await seedScenarios(ctx, { scenario_id: scenario, seed_all: false });
  if (id === undefined) {
    throw new Error(`Nothing was seeded for ${scenario}`);
  }
  return id;
}

/** A case outside the demo site. @returns its id */
export async function addCase(
  ctx: Context,
  given: {
    name?: string;
    site_id?: string;
    queue?: string;
    attributes?: JsonObject;
    tasks?: string[];
  } = {},
): Promise<number> {
  const { name = "Refill", tasks = [], ...rest } = given;
  const stored = await createWorkflow(
    ctx,
    {
      ...rest,
      name,
      initial_tasks: tasks.map((task) => ({ name: task })),
    },
    runRules,
  );
  return stored.id;
}

export async function propose(
  ctx: Context,
  caseId: number,
  actionType = "advance_queue",
  payload: JsonObject = {},
): Promise<string> {
  const { proposal } = await proposeAction(ctx, caseId, {
    action_type: actionType,
    label: `Do ${actionType}`,
    payload,
    confidence: 0.81,
    safety_score: 0.93,
  });
  return proposal.id;
}

export function decide(ctx: Context, id: string, decision = "approve", note = "") {
  return decideProposal(ctx, id, { decision, note, decided_by: "somebody else" });
}

export function execute(ctx: Context, id: string) {
  return executeProposal(ctx, id, { executed_by: "somebody else" }, runRules);
}

/** Proposes, approves and runs. @returns the execution's id */
export async function run(
  ctx: Context,
  caseId: number,
  actionType?: string,
  payload?: JsonObject,
): Promise<number> {
  const id = await propose(ctx, caseId, actionType, payload);
  await decide(ctx, id);
  return (await execute(ctx, id)).execution_id;
}

export function gate(ctx: Context, key: string, enabled: boolean, note = "") {
  return setGate(ctx, { transition_key: key, enabled, note, decided_by: "somebody else" });
}

export async function openAllGates(ctx: Context): Promise<void> {
  for (const { key } of DEFAULT_PACK.gates) {
    await gate(ctx, key, true);
  }
}
