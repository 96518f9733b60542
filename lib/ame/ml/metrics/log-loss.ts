import { checkProbabilities } from "./checked-scores";

/** A probability of 0 or 1 that is wrong would lose without end. */
const LEAST = Number.EPSILON;

/**
 * The mean cross-entropy, in nats.
 * @param probabilities of label 1, 0 … 1; taken as within 2^-52 … 1 - 2^-52
 * @param labels 0 or 1, one for each
 * @returns 0 or more, 36.04 at most; ln 2 = nothing known of even labels
 * @throws RangeError for no rows, or an input that does not fit
 */
export function logLoss(probabilities: ArrayLike<number>, labels: ArrayLike<number>): number {
  const checked = checkProbabilities(probabilities, labels);
  let loss = 0;
  for (let row = 0; row < checked.length; row += 1) {
    const probability = probabilities[row] as number;
    const ofLabel = checked[row] === 1 ? probability : 1 - probability;
    loss -= Math.log(Math.min(Math.max(ofLabel, LEAST), 1 - LEAST));
  }
  return loss / checked.length;
}
