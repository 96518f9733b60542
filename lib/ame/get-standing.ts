import type { AmeAnswer } from "@/lib/contracts/proposal";
import type { Context } from "@/lib/kernel/context";
import type { Stage } from "@/lib/packs/pack";
import { holdupOf } from "./holdup-of";
import { type ScopeKey, type ScopeStanding, standingOf } from "./scope";
import { findScope } from "./scope-repository";

/** Where a scope stands; asking changes nothing and creates nothing. */
export async function getStanding(ctx: Context, scope: ScopeKey): Promise<ScopeStanding> {
  return standingOf(await findScope(ctx, scope));
}

/** What a scope has earned, and what holds it up now. */
export interface Earned {
  stage: Stage;
  /** why the next action goes to a person all the same; null where nothing does */
  holdup: string | null;
}

/** The same for whoever is about to act. */
export async function getEarned(ctx: Context, key: ScopeKey): Promise<Earned> {
  const scope = await findScope(ctx, key);
  return { stage: standingOf(scope).stage, holdup: scope && holdupOf(scope) };
}

/** What each stage means, in a sentence for people. */
export const SENTENCE_OF_STAGE: Readonly<Record<Stage, string>> = {
  observe: "It watches. A person decides every action.",
  propose: "A person decides; it is being graded.",
  guarded_auto: "It acts, its actions can be taken back for a while, and every one is checked.",
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
