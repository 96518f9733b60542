import type { ListedScope } from "@/lib/contracts/ame-scope";
import type { Scope, ScopeKey } from "./scope";
import { trustMetricsOf, trustOf } from "./trust-metrics";

export function toScopeKeyAnswer(tenantId: string, scope: ScopeKey) {
  return {
    tenant_id: tenantId,
    site_id: scope.siteId,
    queue: scope.queue,
    action_type: scope.actionType,
    role_context: scope.roleContext || null,
  };
}

export function toListedScope(tenantId: string, scope: Scope): ListedScope {
  const { counts } = scope;
  return {
    id: scope.id,
    ...toScopeKeyAnswer(tenantId, scope),
    stage: scope.stage,
    trust_score: trustOf(counts),
    ...trustMetricsOf(counts),
    total_proposals: counts.proposalCount,
    approved_proposals: counts.approvalCount,
    rejected_proposals: counts.rejectionCount,
    deferred_proposals: counts.deferralCount,
    total_executions: counts.executionCount,
    successful_executions: counts.successCount,
    failed_executions: counts.failureCount,
    missed_outcomes: counts.missedOutcomeCount,
    rollbacks: counts.rollbackCount,
    stage_changed_at: scope.stageChangedAt?.toISOString() ?? null,
    updated_at: scope.updatedAt.toISOString(),
  };
}
