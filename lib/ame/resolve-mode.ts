import type { ResolveMode, ResolveModeAnswer } from "@/lib/contracts/ame-scope";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { type Cap, capOf } from "@/lib/packs/cap-of";
import { effectiveStage } from "@/lib/packs/effective-stage";
import { DEFAULT_PACK } from "@/lib/packs/find-pack";
import { RESERVED_ACTS, reservedActOf } from "@/lib/packs/policy/act";
import { getStanding, SENTENCE_OF_STAGE } from "./get-standing";
import { ownScope } from "./own-scope";
import type { ScopeKey } from "./scope";

const MIN_CONFIDENCE = 0.5;
const MIN_SAFETY = 0.6;

/** How far automation may go with a forecast like this: the lowest of earned, cap and doubt. */
export async function resolveMode(ctx: Context, input: ResolveMode): Promise<ResolveModeAnswer> {
  requirePermission(ctx, "ame:read");
  const scope = ownScope(ctx, input.scope);
  const standing = await getStanding(ctx, scope);
  const { cap, sources } = capOfScope(scope);
  const doubts = doubtsOf(input);
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

function doubtsOf({ model_confidence, model_safety }: ResolveMode): string[] {
  return [
    ...(model_confidence < MIN_CONFIDENCE
      ? [`Model confidence ${model_confidence} is below ${MIN_CONFIDENCE}.`]
      : []),
    ...(model_safety < MIN_SAFETY ? [`Model safety ${model_safety} is below ${MIN_SAFETY}.`] : []),
  ];
}

/** The cap that holds for every drug there; nothing at all for what N1–N14 keep from machines. */
function capOfScope({ queue, actionType }: ScopeKey): Cap {
  const reserved = reservedActOf(actionType);
  if (!reserved) {
    return capOf({ queue, action: actionType });
  }
  const rules: readonly string[] = RESERVED_ACTS[reserved].rules;
  const caps = DEFAULT_PACK.policyCaps.filter(({ id }) => rules.includes(id));
  return { cap: "observe", sources: caps.map(({ id, source }) => `${id}: ${source}`) };
}
