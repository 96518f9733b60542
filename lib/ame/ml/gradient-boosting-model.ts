import type { GradientBoostingOptions } from "./boosting/boosting-options";
import type { TreeEnsemble } from "./tree-ensemble";

/** What rows that an ensemble was not trained on say of the model, calibrated as it is. */
export interface CrossValidationReport {
  folds: number;
  /** rounds that were best out of fold */
  rounds: number;
  /** what the margins were multiplied with, and then added; 1 and 0 where nothing was calibrated */
  slope: number;
  intercept: number;
  /** in nats */
  logLoss: number;
  rocAuc: number;
  brierScore: number;
  expectedCalibrationError: number;
}

/** A sum of trees: the log-odds of label 1. */
export interface GradientBoostingModel {
  featureCount: number;
  /** log-odds before any tree */
  baseMargin: number;
  trees: TreeEnsemble;
  /** what it was grown with, after tuning */
  options: GradientBoostingOptions;
  /** share of each feature in the gain of all splits; sums to 1, or is all 0 where nothing was split */
  importances: Float64Array;
  /** null where the rows were too few, or it was not wanted */
  crossValidation: CrossValidationReport | null;
}
