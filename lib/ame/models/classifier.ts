/** What a model is learnt from: rows in the order of their events. */
export interface TrainingSet {
  featureNames: readonly string[];
  /** row-major, one number per feature; NaN = missing */
  rows: Float64Array;
  /** 0 or 1 for each row, both among them; a policy tree takes any number from 0 to 1 */
  labels: ArrayLike<number>;
  /** 0 or more for each row; left out, each weighs 1 */
  weights?: ArrayLike<number> | undefined;
}

export type ClassifierKind = "champion" | "challenger" | "policy_tree";

/** A model that says how probable label 1 is. */
export interface Classifier {
  kind: ClassifierKind;
  featureNames: readonly string[];
  /** share of each feature in what was learnt; sums to 1, or is all 0 where nothing was */
  importances: readonly number[];
  /**
   * @param row the features in the order of `featureNames`, from `offset` on; NaN = missing
   * @returns the probability of label 1, 0 … 1
   * @throws RangeError where the row is too short
   */
  predict(row: Float64Array, offset?: number): number;
  /** The model as text, from which `parseClassifier` makes the same one, bit for bit. */
  serialise(): string;
}
