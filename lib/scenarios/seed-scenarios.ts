import { recordAudit } from "@/lib/audit/record-audit";
import type { JsonObject } from "@/lib/contracts/common";
import type { Seed } from "@/lib/contracts/scenario";
import type { Context, TransactionContext } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { requireSite } from "@/lib/kernel/sites";
import { inTransaction } from "@/lib/kernel/transaction";
import { DEFAULT_PACK } from "@/lib/packs/find-pack";
import type { Scenario } from "@/lib/packs/pack";
import type { CaseWithDetails } from "@/lib/workflows/case";
import { createCase } from "@/lib/workflows/create-case";
import { DEMO_SITE } from "@/lib/workflows/site-of-new-case";

const FALLBACK = "happy_path";

/** Adds one scenario's case, or one of each. What is there already stays, with its proposals. */
export async function seedScenarios(
  ctx: Context,
  input: Seed,
): Promise<{ ok: true; count: number; id?: number }> {
  requirePermission(ctx, "demo:manage");
  requireSite(ctx, DEMO_SITE);
  const scenarios = input.seed_all ? DEFAULT_PACK.scenarios : [scenarioOf(input.scenario_id)];
  const created = await inTransaction(ctx, async (tx) => {
    const cases: CaseWithDetails[] = [];
    for (const scenario of scenarios) {
      cases.push(await seedScenario(tx, scenario));
    }
    return cases;
  });
  const [only] = created;
  return {
    ok: true,
    count: created.length,
    ...(created.length === 1 && only ? { id: only.id } : {}),
  };
}

/** Stores the case of one scenario; part of the caller's transaction. */
export async function seedScenario(
  tx: TransactionContext,
  scenario: Scenario,
): Promise<CaseWithDetails> {
  const { seed } = scenario;
  const promisedAt =
    seed.promisedInMinutes === null
      ? null
      : new Date(tx.now().getTime() + seed.promisedInMinutes * 60_000);
  const one = await createCase(tx, {
    pack: DEFAULT_PACK,
    siteId: DEMO_SITE,
    scenarioKey: scenario.key,
    name: seed.name,
    description: seed.description,
    queue: seed.queue,
    insurance: seed.insurance,
    priority: seed.priority,
    promisedAt,
    attributes: seed.attributes as JsonObject,
    tasks: seed.tasks.map(({ name, assigned_to, state }) => ({
      name,
      assignedTo: assigned_to,
      state,
    })),
    events: seed.events.map(({ event_type, payload }) => ({ eventType: event_type, payload })),
  });
  await recordAudit(tx, {
    action: "case.create",
    subject: { type: "case", id: one.id },
    caseId: one.id,
    siteId: DEMO_SITE,
    after: { name: one.name, queue: one.queue, scenario: scenario.key },
  });
  return one;
}

function scenarioOf(key: string): Scenario {
  const { scenarios } = DEFAULT_PACK;
  const found =
    scenarios.find((scenario) => scenario.key === key) ??
    scenarios.find((scenario) => scenario.key === FALLBACK);
  if (!found) {
    throw new Error(`The pack has no scenario ${FALLBACK}`);
  }
  return found;
}
