import {
  fitGradientBoosting,
  type GradientBoostingModel,
  type GradientBoostingOptions,
  predictProbability,
} from "@/lib/ame/ml/gradient-boosting";
import {
  parseGradientBoosting,
  serialiseGradientBoosting,
} from "@/lib/ame/ml/gradient-boosting-text";
import { type ModelReader, readModelText } from "@/lib/ame/ml/serial/model-reader";
import { type Explanation, explainPrediction } from "@/lib/ame/ml/tree-shap";
import type { Classifier, TrainingSet } from "./classifier";
import { readFeatureNames } from "./read-feature-names";

/** The model that is asked: calibrated gradient boosting. */
export interface Champion extends Classifier {
  kind: "champion";
  model: GradientBoostingModel;
  /** What each feature adds to the log-odds of one prediction. */
  explain(row: Float64Array, offset?: number): Explanation;
}

/** @throws RangeError where there is nothing to learn from, or only one label */
export function fitChampion(
  { featureNames, rows, labels, weights }: TrainingSet,
  options?: Partial<GradientBoostingOptions>,
): Champion {
  const size = { rows, rowCount: labels.length, featureCount: featureNames.length };
  return championOf(fitGradientBoosting({ ...size, labels, weights, options }), featureNames);
}

/** @throws ModelTextError where the text is not a champion's */
export function parseChampion(text: string): Champion {
  const reader = readModelText(text, "champion");
  const model = parseGradientBoosting(readText(reader, "model"));
  return championOf(model, readFeatureNames(reader, model.featureCount));
}

function championOf(model: GradientBoostingModel, featureNames: readonly string[]): Champion {
  return {
    ...{ kind: "champion", model, featureNames },
    importances: Array.from(model.importances),
    predict: (row, offset) => predictProbability(model, row, offset),
    explain: (row, offset) => explainPrediction(model, row, offset),
    serialise: () => {
      const text = serialiseGradientBoosting(model);
      return JSON.stringify({ format: "champion", version: 1, featureNames, model: text });
    },
  };
}

function readText(reader: ModelReader, field: string): string {
  const text = reader.value(field);
  return typeof text === "string" ? text : reader.fail(field, "is no text");
}
