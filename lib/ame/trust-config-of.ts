import { type RiskClass, riskClassOf } from "@/lib/packs/risk-class";
import { defaultTrustConfig } from "./trust/engine";
import type { TrustConfig } from "./trust/trust-config";

/** What may be asked for beyond the class of a scope; never less than the class asks for. */
export interface TrustOverrides {
  /** tolerated share of actions that do harm */
  alpha?: number;
  /** unseen harms tolerated before that share allows more */
  harmBudget?: number;
}

/** Tolerated shares are those of the policy; near the patient the bound that holds under any drift decides. */
const BY_CLASS: Readonly<Record<RiskClass, Partial<TrustConfig>>> = {
  reversible: { alpha: 0.05 },
  standard: {},
  high: { strict: true },
};

const known = new Map<string, TrustConfig>();
const MOST_KNOWN = 1_000;

/**
 * What is tolerated in a scope. The same object for the same answer, since tables hang on it.
 * @param awaitsApproval a promotion above propose waits for two people
 */
export function trustConfigOf(
  scope: { queue: string; actionType: string },
  overrides: TrustOverrides,
  awaitsApproval: boolean,
): TrustConfig {
  const riskClass = riskClassOf(scope);
  const name = JSON.stringify([riskClass, overrides, awaitsApproval]);
  const found = known.get(name);
  if (found) {
    return found;
  }
  const made = { ...defaultTrustConfig, ...BY_CLASS[riskClass], ...overrides, awaitsApproval };
  if (known.size >= MOST_KNOWN) {
    known.clear();
  }
  known.set(name, made);
  return made;
}
