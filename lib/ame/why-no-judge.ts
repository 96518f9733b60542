import { isSameBehind } from "@/lib/auth/people/who-stands-behind";
import type { Context } from "@/lib/kernel/context";
import type { Exclusion } from "./evidence";
import { isReliable } from "./reviewers/reviewer-quality";
import { findReviewer } from "./reviewers/reviewer-repository";
import { defaultTrustConfig } from "./trust/engine";

/**
 * Why what somebody says of an action proves nothing, be it good. A signed-in person judges whatever
 * was done, their own work too, for that is people's decision, unless they have been missing more of
 * the check cases than the engine assumes. A machine, and a person's key, may
 * pass on what others say of it; never what it, or whoever stands behind it, thinks of its own.
 * @param doneBy who proposed it or carried it out; null = nobody can tell, which counts as its own
 */
export async function whyNoJudge(
  ctx: Context,
  doneBy: readonly (string | null)[],
): Promise<Exclusion | null> {
  if (ctx.actor.kind === "user") {
    const checks = await findReviewer(ctx, ctx.actor.id);
    if (!isReliable(checks, defaultTrustConfig.reviewerSensitivity)) {
      return "reviewer";
    }
    if (ctx.keyId === undefined) {
      return null;
    }
  }
  for (const actor of new Set(doneBy)) {
    if (actor === null || (await isSameBehind(ctx, actor, ctx.actor.id))) {
      return "own_judgement";
    }
  }
  return null;
}
