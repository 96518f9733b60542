import type { EnterpriseStatus } from "@/lib/contracts/enterprise";
import { listGates } from "@/lib/governance/list-gates";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { ACTION_TYPES } from "./action-registry";
import { ACTION_ALIASES } from "./governed-action";

/** Who is asking, which gates are open and which actions there are. */
export async function getEnterpriseStatus(ctx: Context): Promise<EnterpriseStatus> {
  requirePermission(ctx, "gates:read");
  const gates = await listGates(ctx);
  const { id, role } = ctx.actor;
  return {
    ok: true,
    user: { user_id: id, role, key_id: id.slice(id.indexOf(":") + 1) },
    governance: {
      gates: Object.fromEntries(gates.map(({ label: _, state: __, ...gate }) => [gate.key, gate])),
      total_authorized: gates.filter(({ enabled }) => enabled).length,
    },
    actions: { available: [...ACTION_TYPES, ...Object.keys(ACTION_ALIASES)] },
  };
}
