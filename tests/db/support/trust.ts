import { type RebuiltScope, rebuildScopes } from "@/lib/ame/rebuild/rebuild-scopes";
import { listAuditTasks } from "@/lib/automation/audits/list-audit-tasks";
import { settleAudit } from "@/lib/automation/audits/settle-audit";
import type { Context } from "@/lib/kernel/context";
import { reporter } from "./reports";
import type { TestWorld } from "./test-world";

/** Of the class of which the most is tolerated, so that the proof is short. */
export const REVERSIBLE = { action_type: "complete_task" };

/** More clean decisions than the certificate of a reversible action asks for. */
const ENOUGH = 90;

let made = 0;

/** One more proposal of another system in a scope, by whoever acts. */
export function fresh(ctx: Context, scope: object = REVERSIBLE) {
  made += 1;
  return reporter(ctx, lastId(), scope);
}

/** The id of the newest one. */
export const lastId = () => `trust-${made}`;

/** A machine proposes and a person approves, until the evidence bears autonomy. */
export async function earnCertificate(world: TestWorld, scope: object = REVERSIBLE): Promise<void> {
  const [machine, person] = [world.asMachine("technician"), world.as("supervisor")];
  for (let i = 0; i < ENOUGH; i += 1) {
    await fresh(machine, scope).propose();
    await reporter(person, lastId(), scope).decide();
  }
}

/** A machine proposes and acts by itself. @returns the execution */
export async function actAlone(world: TestWorld, scope: object = REVERSIBLE) {
  const one = fresh(world.asMachine("technician"), scope);
  await one.propose();
  return one.execute();
}

/** A person checks the most urgent task. */
export async function checkNext(ctx: Context, result: "good" | "bad" = "good"): Promise<void> {
  const { items } = await listAuditTasks(ctx, { limit: 1 });
  await settleAudit(ctx, items[0]?.execution_id ?? 0, { result, reason: "as told" });
}

/** What every scope would be by its events alone. */
export async function rebuilt(world: TestWorld, isMended = false): Promise<RebuiltScope[]> {
  const scopes: RebuiltScope[] = [];
  await rebuildScopes(world.as("admin"), isMended, (scope) => scopes.push(scope));
  return scopes;
}
