import { auditProbability } from "./ledger";
import { acts } from "./stages";
import type { TrustConfig } from "./trust-config";
import type { Stage, TrustState } from "./trust-state";

/**
 * The probability with which the next action is audited.
 * @param stage where it runs: what was earned, or less where the law caps it
 */
export function nextAuditProbability(
  state: TrustState,
  config: TrustConfig,
  stage: Stage = state.stage,
): number {
  if (stage === "guarded_auto" || state.alarm.scrutiny > 0) {
    return 1;
  }
  const floor = stage === "conditional_auto" ? config.conditionalFloor : 0;
  return auditProbability(state.ledger, config, floor);
}

/** True where the harm budget has no room for any rarer check: a person has to renew it. */
export function isExhausted({ ledger, stage }: TrustState, config: TrustConfig): boolean {
  return acts(stage) && auditProbability(ledger, config, 0) === 1;
}
