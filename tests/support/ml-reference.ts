/** What scikit-learn 1.2.1 reached on the test rows of the fixtures. */
export interface ClassifierReference {
  set: string;
  /** GradientBoostingClassifier(max_depth=4, random_state=42) */
  boosting: { rocAuc: number; logLoss: number };
  /** the same in CalibratedClassifierCV(method="isotonic", cv=3) */
  calibrated: { logLoss: number; expectedCalibrationError: number };
}

export const CLASSIFIER_REFERENCES: readonly ClassifierReference[] = [
  reference("decision_600", [0.8309, 0.5348], [0.5039, 0.0929]),
  reference("outcome_600", [0.743, 0.7216], [0.607, 0.073]),
  reference("decision_2000", [0.8568, 0.4666], [0.4628, 0.0371]),
  reference("outcome_2000", [0.8626, 0.4639], [0.4747, 0.0539]),
];

/** IsolationForest() over many seeds: the mean ROC AUC on the test rows, and its standard deviation. */
export const ISOLATION_REFERENCES = [
  { set: "anomaly_600", mean: 0.937, deviation: 0.007 },
  { set: "anomaly_2000", mean: 0.899, deviation: 0.008 },
] as const;

function reference(
  set: string,
  [rocAuc, logLoss]: [number, number],
  [calibratedLogLoss, expectedCalibrationError]: [number, number],
): ClassifierReference {
  return {
    set,
    boosting: { rocAuc, logLoss },
    calibrated: { logLoss: calibratedLogLoss, expectedCalibrationError },
  };
}
