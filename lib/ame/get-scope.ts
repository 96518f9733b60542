import type { ScopeInput } from "@/lib/contracts/ame-scope";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { ownScope } from "./own-scope";
import { standingOf } from "./scope";
import { toMetricsAnswer, toScopeKeyAnswer } from "./scope-answer";
import { findScope } from "./scope-repository";
import { defaultTrustConfig, newTrustState } from "./trust/engine";

/** Where a scope stands and what it was graded by; one that nothing is known of is not created. */
export async function getScope(ctx: Context, input: ScopeInput) {
  requirePermission(ctx, "ame:read");
  const key = ownScope(ctx, input);
  const scope = await findScope(ctx, key);
  return {
    scope: toScopeKeyAnswer(ctx.tenantId, key),
    ...standingOf(scope),
    metrics: toMetricsAnswer(scope?.state ?? newTrustState(defaultTrustConfig)),
    updated_at: (scope?.updatedAt ?? ctx.now()).toISOString(),
  };
}
