import { z } from "zod";
import { timestamp } from "./common";
import { defineContract } from "./contract";

const modelStatus = z.object({
  trained: z.boolean(),
  version: z.int(),
  saved_at: timestamp.nullable(),
  metrics: z.record(z.string(), z.number()),
});
const classifierStatus = modelStatus.extend({
  training_events: z.int(),
  feature_importances: z.record(z.string(), z.number()),
});

const modelsStatus = z.object({
  decision: classifierStatus,
  outcome: classifierStatus,
  anomaly: modelStatus.extend({ training_windows: z.int() }),
});
export type ModelsStatus = z.infer<typeof modelsStatus>;

export const modelsStatusContract = defineContract({
  method: "GET",
  path: "/api/ame/ml/status",
  operationId: "getModelsStatus",
  summary: "Which models are trained, and how well",
  tag: "ame",
  permission: "ame:read",
  success: { status: 200, answer: modelsStatus, description: "The three models" },
});

const retrainCheck = z.object({ needs_retrain: z.boolean(), reasons: z.array(z.string()) });
export type RetrainCheck = z.infer<typeof retrainCheck>;

export const retrainCheckContract = defineContract({
  method: "GET",
  path: "/api/ame/ml/retrain/check",
  operationId: "checkRetrain",
  summary: "Whether training anew is worth it, and why",
  tag: "ame",
  permission: "ame:read",
  success: { status: 200, answer: retrainCheck, description: "The verdict" },
});

const trainingResult = z.object({ trained: z.boolean(), error: z.string().optional() });

const retrainAnswer = z.object({
  ok: z.literal(true),
  results: z.object({
    decision: trainingResult,
    outcome: trainingResult,
    anomaly: trainingResult,
    trained_at: timestamp,
  }),
});
export type RetrainAnswer = z.infer<typeof retrainAnswer>;

export const retrainContract = defineContract({
  method: "POST",
  path: "/api/ame/ml/retrain",
  operationId: "retrainModels",
  summary: "Train the models anew",
  tag: "ame",
  permission: "models:train",
  success: { status: 200, answer: retrainAnswer, description: "What came of it, per model" },
});
