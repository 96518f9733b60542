import {
  fitGradientBoosting,
  type GradientBoostingModel,
  predictMargin,
  predictProbability,
} from "@/lib/ame/ml/gradient-boosting";
import { serialiseGradientBoosting } from "@/lib/ame/ml/gradient-boosting-text";
import { expectedCalibrationError } from "@/lib/ame/ml/metrics/expected-calibration-error";
import { logLoss } from "@/lib/ame/ml/metrics/log-loss";
import { rocAuc } from "@/lib/ame/ml/metrics/roc-auc";
import { explainPrediction } from "@/lib/ame/ml/tree-shap";
import { drawnCalibrationErrors } from "../../tests/support/drawn-calibration-errors";
import { type MlDataset, readMlDataset, scoresOf } from "../../tests/support/ml-dataset";
import { atLeast, atMost, type Gate } from "./gate";
import type { ScikitClassifier } from "./scikit-learn";
import { cpuMicrosOf, cpuMsOf, p99MicrosOf } from "./stopwatch";

/** Fewer test rows cannot tell a calibration error of .05 from none. */
const FEW_TESTED = 200;
const EXPLAINED = 500;

/** Holds a fit against scikit-learn's, and against what a request can wait for. */
export function measureBoosting(set: string, scikit: ScikitClassifier): Gate[] {
  const train = readMlDataset(`${set}_train`);
  const tested = readMlDataset(`${set}_test`);
  const model = fitGradientBoosting(train);
  return [
    ...qualityGates(set, model, tested, scikit),
    ...(set.endsWith("_2000") ? [fitGate(set, train, scikit)] : []),
    ...speedGates(set, model, tested),
  ];
}

function qualityGates(
  set: string,
  model: GradientBoostingModel,
  tested: MlDataset,
  { boosting, calibrated }: ScikitClassifier,
): Gate[] {
  const probabilities = scoresOf(tested, (rows, at) => predictProbability(model, rows, at));
  const error = calibrated.expectedCalibrationError + 0.005;
  const isFew = tested.rowCount < FEW_TESTED;
  const byChance = drawnCalibrationErrors(probabilities).at(-51) ?? 0;
  return [
    atLeast(set, "AUC", {
      figure: rocAuc(probabilities, tested.labels),
      limit: boosting.rocAuc - 0.005,
    }),
    atMost(set, "log-loss", {
      figure: logLoss(probabilities, tested.labels),
      limit: Math.min(boosting.logLoss, calibrated.logLoss),
    }),
    // True probabilities miss by that much in one of twenty test sets of so few rows.
    atMost(set, isFew && byChance > error ? `ECE (${error.toFixed(4)}, or chance)` : "ECE", {
      figure: expectedCalibrationError(probabilities, tested.labels),
      limit: isFew ? Math.max(error, byChance) : error,
    }),
  ];
}

function fitGate(set: string, train: MlDataset, { boosting }: ScikitClassifier): Gate {
  const figure = cpuMsOf(() => {
    fitGradientBoosting(train);
  });
  const limit = 0.25 * boosting.fitMs;
  return atMost(set, "CPU of a fit", { figure, limit, digits: 0, unit: " ms" });
}

function speedGates(set: string, model: GradientBoostingModel, tested: MlDataset): Gate[] {
  const { rows, rowCount, featureCount } = tested;
  const offsetOf = (i: number) => (i % rowCount) * featureCount;
  const worst = Math.max(
    ...Array.from({ length: rowCount }, (_, row) => {
      const { baseValue, contributions } = explainPrediction(model, rows, offsetOf(row));
      const sum = contributions.reduce((total, each) => total + each, baseValue);
      return Math.abs(sum - predictMargin(model, rows, offsetOf(row)));
    }),
  );
  const explain = cpuMicrosOf((i) => explainPrediction(model, rows, offsetOf(i)), EXPLAINED);
  const predict = p99MicrosOf((i) => predictProbability(model, rows, offsetOf(i)));
  const kilobytes = serialiseGradientBoosting(model).length / 1024;
  return [
    atMost(set, "one prediction, p99", { figure: predict, limit: 50, digits: 1, unit: " µs" }),
    atMost(set, "model", { figure: kilobytes, limit: 250, digits: 0, unit: " KB" }),
    atMost(set, "SHAP, additivity", { figure: worst, limit: 1e-9 }),
    atMost(set, "SHAP, CPU per row", { figure: explain / 1000, limit: 1, digits: 2, unit: " ms" }),
  ];
}
