import { checkLabels, checkScores } from "../labels";

/**
 * @returns the labels as 0 and 1
 * @throws RangeError for no rows, a score that is not finite, or labels that do not fit
 */
function checkScored(scores: ArrayLike<number>, labels: ArrayLike<number>): Uint8Array {
  checkScores("scores", scores);
  return checkLabels(labels, scores.length);
}

/** @throws RangeError where a score is outside 0 … 1 as well */
export function checkProbabilities(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
): Uint8Array {
  const checked = checkScored(probabilities, labels);
  for (let row = 0; row < probabilities.length; row += 1) {
    const probability = probabilities[row] as number;
    if (probability < 0 || probability > 1) {
      throw new RangeError(`probabilities[${row}] is ${probability}; give 0 … 1.`);
    }
  }
  return checked;
}

/** One score that some rows share. */
export interface ScoreGroup {
  ones: number;
  zeros: number;
}

/**
 * @returns the rows by score, highest first, those with the same score together
 * @throws RangeError where only one of the labels occurs: there is no order between them to measure
 */
export function groupByScore(
  scores: ArrayLike<number>,
  labels: ArrayLike<number>,
): { groups: ScoreGroup[]; ones: number; zeros: number } {
  const checked = checkScored(scores, labels);
  const ones = checked.reduce((sum, label) => sum + label, 0);
  const zeros = checked.length - ones;
  if (ones === 0 || zeros === 0) {
    throw new RangeError(`Every label is ${ones === 0 ? 0 : 1}; give rows of both.`);
  }
  const order = Array.from(checked.keys()).sort(
    (a, b) => (scores[b] as number) - (scores[a] as number),
  );
  const groups: ScoreGroup[] = [];
  let last: number | undefined;
  for (const row of order) {
    if (scores[row] !== last) {
      groups.push({ ones: 0, zeros: 0 });
      last = scores[row];
    }
    const group = groups.at(-1) as ScoreGroup;
    group[checked[row] === 1 ? "ones" : "zeros"] += 1;
  }
  return { groups, ones, zeros };
}
