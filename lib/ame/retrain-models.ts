import type { RetrainAnswer, RetrainCheck } from "@/lib/contracts/ame-models";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { requireWholeChain } from "@/lib/kernel/sites";

const NO_TRAINER =
  "No trainer is installed yet: forecasts are cold-start constants, and evidence is kept for later.";

/** Whether training anew is worth it. */
export function checkRetrain(ctx: Context): RetrainCheck {
  requirePermission(ctx, "ame:read");
  return { needs_retrain: false, reasons: [NO_TRAINER] };
}

/** Trains nothing and changes nothing while there is no trainer, and says so for each model. */
export function retrainModels(ctx: Context): RetrainAnswer {
  requirePermission(ctx, "models:train");
  requireWholeChain(ctx);
  const untrained = { trained: false, error: NO_TRAINER };
  return {
    ok: true,
    results: {
      decision: untrained,
      outcome: untrained,
      anomaly: untrained,
      trained_at: ctx.now().toISOString(),
    },
  };
}
