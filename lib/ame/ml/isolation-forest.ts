import { checkFeatureRows, checkRow, type FeatureRows } from "./feature-rows";
import { averagePathLength } from "./isolation/average-path-length";
import { growIsolationTree, pathLengthsUpTo } from "./isolation/grow-isolation-tree";
import { joinTrees } from "./join-trees";
import { type Random, seededRandom } from "./seeded-random";
import { leafOf, type TreeEnsemble } from "./tree-ensemble";

interface IsolationForestOptions {
  /** 1 … 2000 */
  trees: number;
  /** most rows that each tree is grown on, 2 … 65536 */
  sampleSize: number;
  /** any integer; the same seed and rows give the same model, bit for bit */
  seed: number;
}

export interface IsolationForestModel {
  featureCount: number;
  /** rows that each tree was grown on */
  sampleSize: number;
  /** c(sampleSize): the path length of a row that is neither strange nor ordinary */
  usualPathLength: number;
  /** a leaf's value is the path length that it stands for */
  trees: TreeEnsemble;
}

export interface IsolationForestInput extends FeatureRows {
  options?: Partial<IsolationForestOptions> | undefined;
}

/** Liu et al. found no gain in more of either. */
const DEFAULT_ISOLATION_OPTIONS: IsolationForestOptions = {
  trees: 100,
  sampleSize: 256,
  seed: 1,
};

/**
 * Fits an isolation forest (Liu, Ting & Zhou 2008): what few random cuts part from the rest is strange.
 * A missing value (NaN) goes where most rows went, so that it is not strange in itself.
 * @throws RangeError where the table is empty or an option is outside its range
 */
export function fitIsolationForest(input: IsolationForestInput): IsolationForestModel {
  checkFeatureRows(input);
  const { rowCount, featureCount, options = {} } = input;
  const { trees, sampleSize, seed } = {
    trees: within("trees", options.trees, 1, 2000),
    sampleSize: Math.min(within("sampleSize", options.sampleSize, 2, 65_536), rowCount),
    seed: within("seed", options.seed, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
  };
  const random = seededRandom(seed);
  const everyRow = Int32Array.from({ length: rowCount }, (_, row) => row);
  const pathLengths = pathLengthsUpTo(sampleSize);
  const grown = Array.from({ length: trees }, () =>
    growIsolationTree(input, drawSome(everyRow, sampleSize, random), pathLengths, random),
  );
  return {
    ...{ featureCount, sampleSize },
    usualPathLength: averagePathLength(sampleSize),
    trees: joinTrees(grown),
  };
}

/**
 * How strange a row is: 2^(-mean path length / c(sampleSize)).
 * @param row the features in the order of the training rows, from `offset` on; NaN = missing
 * @returns inside (0, 1), higher = stranger; about 0.5 and below is ordinary
 * @throws RangeError where the row is too short
 */
export function anomalyScore(model: IsolationForestModel, row: Float64Array, offset = 0): number {
  checkRow(row, offset, model.featureCount);
  const { treeStart, value } = model.trees;
  const trees = treeStart.length - 1;
  let length = 0;
  for (let tree = 0; tree < trees; tree += 1) {
    length += value[leafOf(model.trees, treeStart[tree] as number, row, offset)] as number;
  }
  // One row alone has nothing to be strange beside.
  return model.sampleSize > 1 ? 2 ** (-length / trees / model.usualPathLength) : 0.5;
}

/** Draws without putting back; only the order of the rows is changed (Fisher & Yates). */
function drawSome(rows: Int32Array, count: number, random: Random): Int32Array {
  for (let at = 0; at < count; at += 1) {
    const other = at + Math.floor(random() * (rows.length - at));
    const row = rows[at] as number;
    rows[at] = rows[other] as number;
    rows[other] = row;
  }
  return rows.slice(0, count);
}

function within(
  name: keyof IsolationForestOptions,
  given: number | undefined,
  least: number,
  most: number,
): number {
  const value = given ?? DEFAULT_ISOLATION_OPTIONS[name];
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new RangeError(
      `options.${name} is ${value}; give a whole number from ${least} to ${most}.`,
    );
  }
  return value;
}
