import type { ListedScope } from "@/lib/contracts/ame-scope";
import type { Scope, ScopeKey } from "./scope";
import { trustMetrics } from "./trust/engine";
import type { TrustState } from "./trust/trust-state";

export function toScopeKeyAnswer(tenantId: string, scope: ScopeKey) {
  return {
    tenant_id: tenantId,
    site_id: scope.siteId,
    queue: scope.queue,
    action_type: scope.actionType,
    role_context: scope.roleContext || null,
  };
}

export function toMetricsAnswer(state: TrustState) {
  const metrics = trustMetrics(state);
  return {
    reliability: metrics.reliability,
    alignment: metrics.alignment,
    safety_calibration: metrics.safetyCalibration,
    value_score: metrics.valueScore,
    override_rate: metrics.overrideRate,
  };
}

export function toListedScope(tenantId: string, scope: Scope): ListedScope {
  const { counts } = scope;
  return {
    id: scope.id,
    ...toScopeKeyAnswer(tenantId, scope),
    stage: scope.stage,
    trust_score: trustMetrics(scope.state).trust,
    ...toMetricsAnswer(scope.state),
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
