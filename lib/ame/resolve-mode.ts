import type { ResolveMode, ResolveModeAnswer } from "@/lib/contracts/ame-scope";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { effectiveStage } from "@/lib/packs/effective-stage";
import { capOfScope } from "./cap-of-scope";
import { doubtsOf } from "./doubts-of";
import { SENTENCE_OF_STAGE } from "./get-standing";
import { holdupOf } from "./holdup-of";
import { ownScope } from "./own-scope";
import { standingOf } from "./scope";
import { findScope } from "./scope-repository";

/** How far automation may go with a forecast like this: the lowest of earned, cap and doubt. */
export async function resolveMode(ctx: Context, input: ResolveMode): Promise<ResolveModeAnswer> {
  requirePermission(ctx, "ame:read");
  const scope = ownScope(ctx, input.scope);
  const found = await findScope(ctx, scope);
  const standing = standingOf(found);
  const { cap, sources } = capOfScope(scope);
  const holdup = found && holdupOf(found);
  const { model_confidence: confidence, model_safety: safety } = input;
  const doubts = [...doubtsOf({ confidence, safety }), ...(holdup === null ? [] : [holdup])];
  const capped = effectiveStage(standing.stage, cap);
  const mode = doubts.length > 0 ? effectiveStage(capped, "propose") : capped;
  const reasons = [
    ...(capped !== standing.stage
      ? [`The law caps queue ${scope.queue} at ${cap} [${sources.join("; ")}].`]
      : []),
    ...doubts,
  ];
  return {
    ok: true,
    mode,
    meta: {
      reason: [SENTENCE_OF_STAGE[mode], ...reasons].join(" "),
      reasons,
      ...standing,
      model_confidence: input.model_confidence,
      model_safety: input.model_safety,
      cap,
      cap_sources: sources,
      ...(mode !== standing.stage && { original_stage: standing.stage }),
    },
  };
}
