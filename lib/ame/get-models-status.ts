import type { ModelsStatus } from "@/lib/contracts/ame-models";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { COLD_START } from "./cold-start";

/** No model has been trained yet: forecasts are constants, and this says so. */
export function getModelsStatus(ctx: Context): ModelsStatus {
  requirePermission(ctx, "ame:read");
  const untrained = {
    trained: false,
    version: COLD_START.modelVersion,
    saved_at: null,
    metrics: {},
  };
  const classifier = { ...untrained, training_events: 0, feature_importances: {} };
  return {
    decision: classifier,
    outcome: classifier,
    anomaly: { ...untrained, training_windows: 0 },
  };
}
