import { checkScores, checkWeights } from "./labels";

/** A function that never falls: straight between its points, level before the first and after the last. */
export interface Isotonic {
  /** ascending, no two the same */
  scores: Float64Array;
  /** of each score; never falling */
  values: Float64Array;
  /**
   * @param score any number
   * @returns between the least and the greatest value
   * @throws RangeError for NaN
   */
  predict(score: number): number;
}

/** Neighbouring points that share one value. */
interface Block {
  /** weighted mean of the labels */
  value: number;
  weight: number;
  /** index of its first point; its last is before the next block's first */
  first: number;
}

/**
 * The non-decreasing function with the least weighted squared error, by pooling adjacent violators
 * (Ayer et al. 1955); O(n log n).
 * @param scores finite; equal ones are one point
 * @param labels finite, one for each score: 0 and 1, or any other numbers
 * @param weights 0 or more, one for each score; left out, each weighs 1
 * @throws RangeError for no rows, lengths that differ, a number that is not finite
 */
export function fitIsotonic(
  scores: ArrayLike<number>,
  labels: ArrayLike<number>,
  weights?: ArrayLike<number>,
): Isotonic {
  checkScores("scores", scores);
  checkScores("labels", labels);
  if (labels.length !== scores.length) {
    throw new RangeError(`labels has ${labels.length} entries for ${scores.length} scores.`);
  }
  const points = pointsOf(scores, labels, checkWeights(weights, scores.length));
  const values = valuesOf(pool(points), points.length);
  // A block is level, so its first and its last point say all of it.
  const isEnd = (at: number) => values[at] !== values[at - 1] || values[at] !== values[at + 1];
  return newIsotonic(
    Float64Array.from(points.map(({ score }) => score).filter((_, at) => isEnd(at))),
    Float64Array.from(values.filter((_, at) => isEnd(at))),
  );
}

/** The function through points that were fitted before. */
export function newIsotonic(scores: Float64Array, values: Float64Array): Isotonic {
  return { scores, values, predict: (score) => interpolate(scores, values, score) };
}

interface Point {
  score: number;
  value: number;
  weight: number;
}

/** Sorts the rows by score, and makes one point of those that share it. */
function pointsOf(
  scores: ArrayLike<number>,
  labels: ArrayLike<number>,
  weights: Float64Array,
): Point[] {
  const order = Array.from({ length: scores.length }, (_, row) => row)
    .filter((row) => weights[row] !== 0)
    .sort((a, b) => (scores[a] as number) - (scores[b] as number));
  const points: Point[] = [];
  for (const row of order) {
    const point = { score: scores[row] as number, value: labels[row] as number };
    const weight = weights[row] as number;
    const last = points.at(-1);
    if (last?.score === point.score) {
      last.value = meanOf(last, { ...point, weight });
      last.weight += weight;
    } else {
      points.push({ ...point, weight });
    }
  }
  return points;
}

function pool(points: readonly Point[]): Block[] {
  const blocks: Block[] = [];
  points.forEach(({ value, weight }, first) => {
    let block = { value, weight, first };
    for (let last = blocks.at(-1); last && last.value >= block.value; last = blocks.at(-1)) {
      block = {
        value: meanOf(last, block),
        weight: last.weight + block.weight,
        first: last.first,
      };
      blocks.pop();
    }
    blocks.push(block);
  });
  return blocks;
}

function meanOf(
  a: { value: number; weight: number },
  b: { value: number; weight: number },
): number {
  return a.value + (b.value - a.value) * (b.weight / (a.weight + b.weight));
}

function valuesOf(blocks: readonly Block[], count: number): number[] {
  return blocks.flatMap(({ value, first }, at) => {
    const length = (blocks[at + 1]?.first ?? count) - first;
    return new Array<number>(length).fill(value);
  });
}

function interpolate(scores: Float64Array, values: Float64Array, score: number): number {
  if (Number.isNaN(score)) {
    throw new RangeError("The score is NaN; a score is a number.");
  }
  let [low, high] = [0, scores.length - 1];
  if (score <= (scores[low] as number) || low === high) {
    return values[low] as number;
  }
  if (score >= (scores[high] as number)) {
    return values[high] as number;
  }
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    [low, high] = (scores[middle] as number) <= score ? [middle, high] : [low, middle];
  }
  const [before, after] = [scores[low] as number, scores[high] as number];
  const [least, most] = [values[low] as number, values[high] as number];
  const share = (score / 2 - before / 2) / (after / 2 - before / 2);
  return Math.min(least + (most - least) * share, most);
}
