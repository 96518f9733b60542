import type { ResolveMode, ResolveModeAnswer } from "@/lib/contracts/ame-scope";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { capOfQueue, effectiveStage } from "@/lib/packs/effective-stage";
import { getStanding, SENTENCE_OF_STAGE } from "./get-standing";
import { ownScope } from "./own-scope";

const MIN_CONFIDENCE = 0.5;
const MIN_SAFETY = 0.6;

/** How far automation may go with a forecast like this: the lowest of earned, cap and doubt. */
export async function resolveMode(ctx: Context, input: ResolveMode): Promise<ResolveModeAnswer> {
  requirePermission(ctx, "ame:read");
  const scope = ownScope(ctx, input.scope);
  const standing = await getStanding(ctx, scope);
  const cap = capOfQueue(scope.queue);
  const doubts = doubtsOf(input);
  const capped = effectiveStage(standing.stage, cap);
  const mode = doubts.length > 0 ? effectiveStage(capped, "propose") : capped;
  const reasons = [
    ...(capped !== standing.stage ? [`The law caps queue ${scope.queue} at ${cap}.`] : []),
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
      ...(mode !== standing.stage && { original_stage: standing.stage }),
    },
  };
}

function doubtsOf({ model_confidence, model_safety }: ResolveMode): string[] {
  return [
    ...(model_confidence < MIN_CONFIDENCE
      ? [`Model confidence ${model_confidence} is below ${MIN_CONFIDENCE}.`]
      : []),
    ...(model_safety < MIN_SAFETY ? [`Model safety ${model_safety} is below ${MIN_SAFETY}.`] : []),
  ];
}
