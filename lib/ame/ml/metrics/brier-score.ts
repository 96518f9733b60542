import { checkProbabilities } from "./checked-scores";

/**
 * The mean squared error of probabilities (Brier 1950).
 * @param probabilities of label 1, 0 … 1
 * @param labels 0 or 1, one for each
 * @returns 0 … 1; 0.25 = nothing known of even labels
 * @throws RangeError for no rows, or an input that does not fit
 */
export function brierScore(probabilities: ArrayLike<number>, labels: ArrayLike<number>): number {
  const checked = checkProbabilities(probabilities, labels);
  const sum = checked.reduce(
    (total, label, row) => total + ((probabilities[row] as number) - label) ** 2,
    0,
  );
  return sum / checked.length;
}
