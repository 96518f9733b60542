import { spawnSync } from "node:child_process";
import { CLASSIFIER_REFERENCES, ISOLATION_REFERENCES } from "../../tests/support/ml-reference";

export interface ScikitClassifier {
  boosting: { rocAuc: number; logLoss: number; fitMs: number };
  calibrated: { logLoss: number; expectedCalibrationError: number };
}

export interface ScikitForest {
  /** ROC AUC over its seeds */
  mean: number;
  deviation: number;
  fitMs: number;
}

/** What scikit-learn reaches on the test rows, and the CPU time of a fit. */
export interface ScikitLearn {
  source: string;
  classifiers: Record<string, ScikitClassifier>;
  forests: Record<string, ScikitForest>;
}

/** CPU time of a fit where the stored figures were taken, ms; another machine has others. */
const STORED_FIT_MS: Record<string, number> = {
  ...{ decision_600: 124, outcome_600: 69, decision_2000: 330, outcome_2000: 152 },
  ...{ anomaly_600: 52, anomaly_2000: 54 },
};

/** Runs scikit-learn now where Python has it ($PYTHON, else python3), else takes what was stored. */
export function askScikitLearn(): ScikitLearn {
  const python = process.env["PYTHON"] ?? "python3";
  const script = new URL("scikit_learn.py", import.meta.url).pathname;
  const folder = new URL("../../tests/fixtures/ml", import.meta.url).pathname;
  const { status, stdout } = spawnSync(python, [script, folder], { encoding: "utf8" });
  return status === 0
    ? { source: "run just now", ...JSON.parse(stdout) }
    : { source: "stored figures: python3 has no sklearn here", ...stored() };
}

function stored(): Omit<ScikitLearn, "source"> {
  const fitMsOf = (set: string) => STORED_FIT_MS[set] ?? 0;
  return {
    classifiers: Object.fromEntries(
      CLASSIFIER_REFERENCES.map(({ set, boosting, calibrated }) => [
        set,
        { boosting: { ...boosting, fitMs: fitMsOf(set) }, calibrated },
      ]),
    ),
    forests: Object.fromEntries(
      ISOLATION_REFERENCES.map(({ set, mean, deviation }) => [
        set,
        { mean, deviation, fitMs: fitMsOf(set) },
      ]),
    ),
  };
}
