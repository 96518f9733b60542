import { anomalyScore, fitIsolationForest } from "@/lib/ame/ml/isolation-forest";
import { rocAuc } from "@/lib/ame/ml/metrics/roc-auc";
import { readMlDataset, scoresOf } from "../../tests/support/ml-dataset";
import { atLeast, atMost, type Gate } from "./gate";
import type { ScikitForest } from "./scikit-learn";
import { cpuMicrosOf, cpuMsOf } from "./stopwatch";

const SEEDS = 10;

/** Holds isolation forests of several seeds against scikit-learn's. */
export function measureIsolation(set: string, scikit: ScikitForest): Gate[] {
  const train = readMlDataset(`${set}_train`);
  const tested = readMlDataset(`${set}_test`);
  const areas = Array.from({ length: SEEDS }, (_, seed) => {
    const model = fitIsolationForest({ ...train, options: { seed: seed + 1 } });
    return rocAuc(
      scoresOf(tested, (rows, at) => anomalyScore(model, rows, at)),
      tested.labels,
    );
  });
  const model = fitIsolationForest(train);
  const { rows, rowCount, featureCount } = tested;
  const score = cpuMicrosOf((i) => anomalyScore(model, rows, (i % rowCount) * featureCount));
  const fit = cpuMsOf(() => {
    fitIsolationForest(train);
  });
  const least = scikit.mean - scikit.deviation;
  return [
    atLeast(set, `AUC, mean of ${SEEDS} seeds`, {
      figure: areas.reduce((sum, area) => sum + area, 0) / SEEDS,
      limit: least,
    }),
    atLeast(set, "AUC, default seed", { figure: areas[0] ?? 0, limit: least }),
    atMost(set, "CPU of a fit", { figure: fit, limit: 0.1 * scikit.fitMs, digits: 1, unit: " ms" }),
    atMost(set, "CPU of a score", { figure: score, limit: 20, digits: 1, unit: " µs" }),
  ];
}
