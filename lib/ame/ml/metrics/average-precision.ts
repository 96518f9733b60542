import { groupByScore } from "./checked-scores";

/**
 * The precision at each score, weighted by the recall that it adds; no interpolation.
 * @param scores finite, any scale
 * @param labels 0 or 1, one for each score, both among them
 * @returns above 0 and up to 1; the share of ones is what chance gives
 * @throws RangeError where only one label occurs, or the input does not fit
 */
export function averagePrecision(scores: ArrayLike<number>, labels: ArrayLike<number>): number {
  const { groups, ones } = groupByScore(scores, labels);
  let [found, seen, sum] = [0, 0, 0];
  for (const group of groups) {
    found += group.ones;
    seen += group.ones + group.zeros;
    sum += (group.ones / ones) * (found / seen);
  }
  return sum;
}
