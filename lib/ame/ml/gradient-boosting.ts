import { binRows } from "./boosting/binning";
import type { TrainingData } from "./boosting/booster";
import { completeOptions, type GradientBoostingOptions } from "./boosting/boosting-options";
import { growTuned } from "./boosting/grow-tuned";
import { modelOf } from "./boosting/model-of";
import { checkFeatureRows, checkRow, type FeatureRows } from "./feature-rows";
import type { GradientBoostingModel } from "./gradient-boosting-model";
import { checkLabels, checkWeights } from "./labels";
import { probabilityOf } from "./logistic";
import { leafOf } from "./tree-ensemble";

export type { GradientBoostingOptions } from "./boosting/boosting-options";
export type { GradientBoostingModel } from "./gradient-boosting-model";

export interface GradientBoostingInput extends FeatureRows {
  /** 0 or 1, one for each row, both among them */
  labels: ArrayLike<number>;
  /** 0 or more, one for each row; a row of weight 0 is as good as absent; left out, each weighs 1 */
  weights?: ArrayLike<number> | undefined;
  /** what is left out has a default; the rounds are at most those that cross-validation stops at */
  options?: Partial<GradientBoostingOptions> | undefined;
}

/**
 * Fits trees one after the other to the logistic loss (Friedman 2001), each by Newton steps on
 * histograms (Chen & Guestrin 2016; Ke et al. 2017), on a part of the rows (Friedman 2002) and of the
 * features (Ho 1998). NaN is missing: each split learns which side it belongs to. Cross-validation chooses
 * the number of rounds and scales the margins (Platt 1999); the model is the mean of its ensembles.
 * @throws RangeError where the table is empty, only one label occurs, or an input does not fit
 */
export function fitGradientBoosting(input: GradientBoostingInput): GradientBoostingModel {
  checkFeatureRows(input);
  const weights = checkWeights(input.weights, input.rowCount);
  const kept = Int32Array.from(weights.keys()).filter((row) => weights[row] !== 0);
  const { featureCount, options: given = {} } = input;
  const options = completeOptions(given, { rowCount: kept.length, featureCount });
  const data = dataOf({ ...input, weights }, kept, options.maxBins);
  const grown = growTuned(data, options);
  return modelOf(grown, data.binned);
}

/**
 * The log-odds of label 1.
 * @param row the features in the order of the training rows, from `offset` on; NaN = missing
 * @throws RangeError where the row is too short
 */
export function predictMargin(model: GradientBoostingModel, row: Float64Array, offset = 0): number {
  checkRow(row, offset, model.featureCount);
  const { treeStart, value } = model.trees;
  let margin = model.baseMargin;
  for (let tree = 0; tree + 1 < treeStart.length; tree += 1) {
    const leaf = leafOf(model.trees, treeStart[tree] as number, row, offset);
    margin += value[leaf] as number;
  }
  return margin;
}

/**
 * The probability of label 1, calibrated where the model is; 0 … 1.
 * @param row the features in the order of the training rows, from `offset` on; NaN = missing
 * @throws RangeError where the row is too short
 */
export function predictProbability(
  model: GradientBoostingModel,
  row: Float64Array,
  offset = 0,
): number {
  return probabilityOf(predictMargin(model, row, offset));
}

/** Bins the rows that weigh anything. */
function dataOf(
  input: GradientBoostingInput & { weights: Float64Array },
  kept: Int32Array,
  maxBins: number,
): TrainingData {
  const { featureCount } = input;
  const allLabels = checkLabels(input.labels, input.rowCount);
  const labels = Uint8Array.from(kept, (row) => allLabels[row] as number);
  if (labels.every((label) => label === labels[0])) {
    throw new RangeError(
      `Every one of the ${labels.length} labels is ${labels[0]}; give rows of both.`,
    );
  }
  const rows = new Float64Array(kept.length * featureCount);
  kept.forEach((row, at) => {
    const from = row * featureCount;
    rows.set(input.rows.subarray(from, from + featureCount), at * featureCount);
  });
  return {
    binned: binRows({ rows, rowCount: kept.length, featureCount }, maxBins),
    labels,
    weights: Float64Array.from(kept, (row) => input.weights[row] as number),
  };
}
