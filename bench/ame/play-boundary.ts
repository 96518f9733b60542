import { seededRandom } from "@/lib/ame/ml/seeded-random";
import { newTrustState, recordEvidence, type TrustConfig } from "@/lib/ame/trust/engine";

/** @returns the share of scopes at exactly the tolerated rate that are ever granted the certificate */
export function playBoundary(
  config: TrustConfig,
  { scopes, looks, seed }: { scopes: number; looks: number; seed: number },
): number {
  let granted = 0;
  for (let scope = 0; scope < scopes; scope += 1) {
    const random = seededRandom(seed * 7_368_787 + scope);
    const state = newTrustState(config);
    for (let look = 0; look < looks; look += 1) {
      const bad = random() < config.alpha;
      recordEvidence(state, config, {
        kind: "decision",
        atDays: look / 100,
        bad,
        predictedSafety: 1,
      });
      if (state.stage === "guarded_auto") {
        granted += 1;
        break;
      }
    }
  }
  return granted / scopes;
}
