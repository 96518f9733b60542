import { logOdds, probabilityOf } from "../logistic";
import { type Random, seededRandom } from "../seeded-random";
import type { BinnedRows } from "./binning";
import type { GradientBoostingOptions } from "./boosting-options";
import { type BinnedTree, type Grower, growTree, newGrower } from "./grower";

/** A tree on fewer features could not learn how they act together. */
const LEAST_FEATURES = 4;

/** What is learnt from: one bin per feature, one label and one weight per row. */
export interface TrainingData {
  binned: BinnedRows;
  /** 0 or 1 */
  labels: Uint8Array;
  weights: Float64Array;
}

/** Trees that are summed up. */
export interface Member {
  /** log-odds of the training rows' weighted share of ones */
  baseMargin: number;
  trees: BinnedTree[];
}

/** A sum of trees that is being grown. */
export interface Booster extends Member {
  /** holds the margins of every row, whether it is trained on or not */
  grower: Grower;
  data: TrainingData;
  /** the rows that are trained on, in ascending order */
  trainingRows: Int32Array;
  /** the rest */
  heldOut: Int32Array;
  random: Random;
}

/** Begins an ensemble on some of the rows, both labels among them; the rest only get margins. */
export function newBooster(
  data: TrainingData,
  isTrainedOn: (row: number) => boolean,
  options: GradientBoostingOptions,
): Booster {
  const rows = Int32Array.from(data.labels.keys());
  const trainingRows = rows.filter(isTrainedOn);
  const baseMargin = logOdds(shareOfOnes(data, trainingRows));
  return {
    ...{ baseMargin, trees: [], data, trainingRows },
    heldOut: rows.filter((row) => !isTrainedOn(row)),
    grower: newGrower(data, baseMargin, options),
    random: seededRandom(options.seed),
  };
}

/** Adds one tree, or nothing where no split of the rows that were drawn gains anything. */
export function addRound(booster: Booster): void {
  const features = drawFeatures(booster);
  const { rows, others } = drawRows(booster);
  setDerivatives(booster, rows);
  const tree = growTree(booster.grower, { features, rows, others });
  if (tree) {
    booster.trees.push(tree);
  }
}

/** Of the logistic loss (Friedman 2001). */
function setDerivatives({ grower, data }: Booster, rows: Int32Array): void {
  const { gradient, hessian } = grower.derivatives;
  const { margins } = grower;
  for (let i = 0; i < rows.length; i += 1) {
    const row = rows[i] as number;
    const weight = data.weights[row] as number;
    const probability = probabilityOf(margins[row] as number);
    gradient[row] = weight * (probability - (data.labels[row] as number));
    hessian[row] = weight * probability * (1 - probability);
  }
}

/** Draws without putting back and keeps the order, one row after the other (Knuth, algorithm S). */
function drawRows({ trainingRows, heldOut, grower, random }: Booster) {
  const wanted = Math.max(1, Math.round(grower.options.subsample * trainingRows.length));
  const rows = new Int32Array(wanted);
  const others = new Int32Array(trainingRows.length - wanted + heldOut.length);
  let count = 0;
  for (let i = 0; i < trainingRows.length; i += 1) {
    const row = trainingRows[i] as number;
    if ((trainingRows.length - i) * random() < wanted - count) {
      rows[count] = row;
      count += 1;
    } else {
      others[i - count] = row;
    }
  }
  others.set(heldOut, trainingRows.length - wanted);
  return { rows, others };
}

/** The features that a tree may split on (Ho 1998), in ascending order. */
function drawFeatures({ data, grower, random }: Booster): Int32Array {
  const { varying } = data.binned;
  const wanted = Math.max(LEAST_FEATURES, Math.round(grower.options.featureShare * varying.length));
  let count = 0;
  return varying.filter((_, i) => {
    const isDrawn = (varying.length - i) * random() < wanted - count;
    count += isDrawn ? 1 : 0;
    return isDrawn;
  });
}

function shareOfOnes({ labels, weights }: TrainingData, rows: Int32Array): number {
  let [ones, all] = [0, 0];
  for (const row of rows) {
    const weight = weights[row] as number;
    ones += weight * (labels[row] as number);
    all += weight;
  }
  return ones / all;
}
