import { SENTENCE_OF_STAGE } from "@/lib/ame/get-standing";
import { ownScope } from "@/lib/ame/own-scope";
import { resolveMode } from "@/lib/ame/resolve-mode";
import type { ResolveMode, ResolveModeAnswer } from "@/lib/contracts/ame-scope";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { stopSentence } from "./kill-switch/kill-switch";
import { readStops } from "./kill-switch/stops";

/** How far automation may go in a scope; no further than to watch while a kill switch stops it. */
export async function resolveGovernedMode(
  ctx: Context,
  input: ResolveMode,
): Promise<ResolveModeAnswer> {
  requirePermission(ctx, "ame:read");
  const answer = await resolveMode(ctx, input);
  const stop = (await readStops(ctx)).at(ownScope(ctx, input.scope));
  if (!stop) {
    return answer;
  }
  const reasons = [stopSentence(stop), ...answer.meta.reasons];
  return {
    ...answer,
    mode: "observe",
    meta: {
      ...answer.meta,
      reasons,
      reason: [SENTENCE_OF_STAGE.observe, ...reasons].join(" "),
      ...(answer.meta.stage !== "observe" && { original_stage: answer.meta.stage }),
    },
  };
}
