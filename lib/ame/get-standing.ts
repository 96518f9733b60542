import type { AmeAnswer } from "@/lib/contracts/proposal";
import type { Context } from "@/lib/kernel/context";
import type { Stage } from "@/lib/packs/pack";
import { type ScopeKey, type ScopeStanding, standingOf } from "./scope";
import { findScope } from "./scope-repository";

/** Where a scope stands; asking changes nothing and creates nothing. */
export async function getStanding(ctx: Context, scope: ScopeKey): Promise<ScopeStanding> {
  return standingOf(await findScope(ctx, scope));
}

/** What each stage means, in a sentence for people. */
export const SENTENCE_OF_STAGE: Readonly<Record<Stage, string>> = {
  observe: "It watches. A person decides every action.",
  propose: "A person decides; it is being graded.",
  guarded_auto: "It acts, and every action is checked within the rollback window.",
  conditional_auto: "It acts when sure, and a random share is checked.",
  full_auto: "It acts when sure, and as few as 1 in 20 actions are checked.",
};

export function toAmeAnswer(
  standing: ScopeStanding,
  forecast?: { confidence: number; safety: number },
): AmeAnswer {
  return {
    ...standing,
    meta: {
      reason: SENTENCE_OF_STAGE[standing.stage],
      ...standing,
      ...(forecast && {
        model_confidence: forecast.confidence,
        model_safety: forecast.safety,
        ml_anomaly: null,
      }),
    },
  };
}
