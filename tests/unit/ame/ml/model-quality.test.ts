import { describe, expect, test } from "vitest";
import {
  fitGradientBoosting,
  type GradientBoostingModel,
  predictProbability,
} from "@/lib/ame/ml/gradient-boosting";
import { serialiseGradientBoosting } from "@/lib/ame/ml/gradient-boosting-text";
import { anomalyScore, fitIsolationForest } from "@/lib/ame/ml/isolation-forest";
import { expectedCalibrationError } from "@/lib/ame/ml/metrics/expected-calibration-error";
import { logLoss } from "@/lib/ame/ml/metrics/log-loss";
import { rocAuc } from "@/lib/ame/ml/metrics/roc-auc";
import { drawnCalibrationErrors } from "../../../support/drawn-calibration-errors";
import { readMlDataset, scoresOf } from "../../../support/ml-dataset";
import { CLASSIFIER_REFERENCES, ISOLATION_REFERENCES } from "../../../support/ml-reference";

describe.each(CLASSIFIER_REFERENCES)("on $set, against scikit-learn", (reference) => {
  const { set, boosting, calibrated } = reference;
  const tested = readMlDataset(`${set}_test`);
  const model: GradientBoostingModel = fitGradientBoosting(readMlDataset(`${set}_train`));
  const probabilities = scoresOf(tested, (rows, at) => predictProbability(model, rows, at));

  test("puts the rows in an order as good as that of gradient boosting", () => {
    expect(rocAuc(probabilities, tested.labels)).toBeGreaterThanOrEqual(boosting.rocAuc - 0.005);
  });

  test("has a log-loss no higher than the better of it and the calibrated one", () => {
    const least = Math.min(boosting.logLoss, calibrated.logLoss);
    expect(logLoss(probabilities, tested.labels)).toBeLessThanOrEqual(least);
  });

  // Where the test rows are 120, even true probabilities miss by .09: then chance is the measure.
  test("is calibrated as well, or as well as so few rows can tell", () => {
    const error = expectedCalibrationError(probabilities, tested.labels);
    const byChance = drawnCalibrationErrors(probabilities).at(-51) ?? 0;
    const limit = calibrated.expectedCalibrationError + 0.005;
    expect(error).toBeLessThanOrEqual(tested.rowCount < 200 ? Math.max(limit, byChance) : limit);
  });

  test("fits into 250 KB of text", () => {
    expect(serialiseGradientBoosting(model).length).toBeLessThanOrEqual(250 * 1024);
  });
});

describe.each(ISOLATION_REFERENCES)("on $set, against scikit-learn", ({ set, mean, deviation }) => {
  test("finds what is strange as well as its isolation forest", () => {
    const tested = readMlDataset(`${set}_test`);
    const model = fitIsolationForest(readMlDataset(`${set}_train`));
    const scores = scoresOf(tested, (rows, at) => anomalyScore(model, rows, at));
    expect(rocAuc(scores, tested.labels)).toBeGreaterThanOrEqual(mean - deviation);
  });
});
