import type { ScopeInput } from "@/lib/contracts/ame-scope";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { ownScope } from "./own-scope";
import { standingOf } from "./scope";
import { toScopeKeyAnswer } from "./scope-answer";
import { findScope } from "./scope-repository";
import { NOTHING_COUNTED, trustMetricsOf } from "./trust-metrics";

/** Where a scope stands and what it was graded by; one that nothing is known of is not created. */
export async function getScope(ctx: Context, input: ScopeInput) {
  requirePermission(ctx, "ame:read");
  const key = ownScope(ctx, input);
  const scope = await findScope(ctx, key);
  return {
    scope: toScopeKeyAnswer(ctx.tenantId, key),
    ...standingOf(scope),
    metrics: trustMetricsOf(scope?.counts ?? NOTHING_COUNTED),
    updated_at: (scope?.updatedAt ?? ctx.now()).toISOString(),
  };
}
