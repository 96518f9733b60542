import { groupByScore } from "./checked-scores";

/**
 * The area under the ROC curve: the chance that a row labelled 1 scores higher than one labelled 0,
 * half of it where the two tie (Hanley & McNeil 1982).
 * @param scores finite, any scale
 * @param labels 0 or 1, one for each score, both among them
 * @returns 0 … 1; 0.5 = no better than chance
 * @throws RangeError where only one label occurs, or the input does not fit
 */
export function rocAuc(scores: ArrayLike<number>, labels: ArrayLike<number>): number {
  const { groups, ones, zeros } = groupByScore(scores, labels);
  let [above, won] = [0, 0];
  for (const group of groups) {
    won += group.zeros * (above + group.ones / 2);
    above += group.ones;
  }
  return won / (ones * zeros);
}
