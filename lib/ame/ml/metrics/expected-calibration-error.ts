import { reliabilityCurve } from "./reliability-curve";

/**
 * How far probabilities are from what happens, over bins of one width and weighted by their rows
 * (Naeini, Cooper & Hauskrecht 2015).
 * @param probabilities of label 1, 0 … 1
 * @param labels 0 or 1, one for each
 * @param binCount 1 … 1000
 * @returns 0 … 1; small samples do not reach 0, however well calibrated
 * @throws RangeError for no rows, another bin count, or an input that does not fit
 */
export function expectedCalibrationError(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  binCount = 10,
): number {
  const curve = reliabilityCurve(probabilities, labels, binCount);
  const sum = curve.reduce(
    (total, { rows, predicted, observed }) => total + rows * Math.abs(predicted - observed),
    0,
  );
  return sum / probabilities.length;
}
