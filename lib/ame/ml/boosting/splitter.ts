import { type BinnedRows, missingBin } from "./binning";
import type { GradientBoostingOptions } from "./boosting-options";
import { type Histogram, SUMS_PER_BIN } from "./histogram";
import { type Bounds, LEAST_CURVATURE, leafValue, lossReduction } from "./leaf-value";

/** The sums of a node's rows. */
export interface NodeSums {
  gradient: number;
  hessian: number;
  rows: number;
}

/** Rows go left where their bin is <= `bin`. */
export interface Split {
  feature: number;
  bin: number;
  missingLeft: boolean;
  /** what the two children take off the loss beyond their parent */
  gain: number;
  left: NodeSums;
  right: NodeSums;
}

/** The node whose best split is looked for. */
export interface SplitSearch {
  histogram: Histogram;
  binned: BinnedRows;
  /** those that may be split on */
  features: Int32Array;
  options: GradientBoostingOptions;
  sums: NodeSums;
  bounds: Bounds;
}

/** The best of what was tried so far; mutated, so that no object is made per bin. */
interface Best extends NodeSums {
  feature: number;
  bin: number;
  missingLeft: boolean;
  reduction: number;
}

/**
 * The split with the greatest gain; the first such where several have it. Missing values are tried on
 * either side and go where they gain more (Chen & Guestrin 2016, algorithm 3).
 * @returns null where no split gains more than the options' minGain
 */
export function findSplit(search: SplitSearch): Split | null {
  const { sums, bounds, options, binned, features } = search;
  const isFree = options.monotone.length === 0;
  const own = isFree
    ? freeReduction(sums.gradient, sums.hessian + options.lambda)
    : boundReduction(sums.gradient, sums.hessian + options.lambda, bounds);
  const reduction = own + options.minGain;
  const best = {
    feature: -1,
    bin: -1,
    missingLeft: false,
    reduction,
    gradient: 0,
    hessian: 0,
    rows: 0,
  };
  for (const feature of features) {
    scanBins(search, best, feature, false);
    if (rowsIn(search, missingBin(binned, feature)) > 0) {
      scanBins(search, best, feature, true);
    }
  }
  return best.feature < 0 ? null : splitOf(search, best, own);
}

function splitOf(search: SplitSearch, best: Best, own: number): Split {
  const { feature, bin, gradient, hessian, rows } = best;
  const { sums } = search;
  const left = { gradient, hessian, rows };
  const right = {
    gradient: sums.gradient - gradient,
    hessian: sums.hessian - hessian,
    rows: sums.rows - rows,
  };
  // What was never missing here goes where most went, should it be missing one day.
  const isMissingKnown = rowsIn(search, missingBin(search.binned, feature)) > 0;
  const missingLeft = isMissingKnown ? best.missingLeft : left.rows >= right.rows;
  return { feature, bin, missingLeft, gain: best.reduction - own, left, right };
}

function rowsIn({ histogram }: SplitSearch, bin: number): number {
  return histogram[SUMS_PER_BIN * bin + 2] as number;
}

/** Tries every bin of a feature as the last one of the left child. */
function scanBins(search: SplitSearch, best: Best, feature: number, missingLeft: boolean): void {
  const { histogram, binned, sums, options } = search;
  const most = sums.rows - options.minLeafRows;
  const missing = missingBin(binned, feature);
  const start = SUMS_PER_BIN * missing;
  let gradient = missingLeft ? (histogram[start] as number) : 0;
  let hessian = missingLeft ? (histogram[start + 1] as number) : 0;
  let rows = missingLeft ? (histogram[start + 2] as number) : 0;
  for (let bin = binned.firstBin[feature] as number; bin < missing && rows <= most; bin += 1) {
    const at = SUMS_PER_BIN * bin;
    const rowsOfBin = histogram[at + 2] as number;
    gradient += histogram[at] as number;
    hessian += histogram[at + 1] as number;
    rows += rowsOfBin;
    if (rows < options.minLeafRows || rows > most || rowsOfBin === 0) {
      continue;
    }
    const reduction = reductionOf(search, feature, gradient, hessian);
    if (reduction > best.reduction) {
      best.gradient = gradient;
      best.hessian = hessian;
      best.rows = rows;
      best.reduction = reduction;
      best.feature = feature;
      best.bin = bin;
      best.missingLeft = missingLeft;
    }
  }
}

function reductionOf(search: SplitSearch, feature: number, gradient: number, hessian: number) {
  const { sums, options } = search;
  if (options.monotone.length > 0) {
    return monotoneReduction(search, feature, gradient, hessian);
  }
  return (
    freeReduction(gradient, hessian + options.lambda) +
    freeReduction(sums.gradient - gradient, sums.hessian - hessian + options.lambda)
  );
}

/** What a node takes off the loss at its Newton step. */
function freeReduction(gradient: number, curvature: number): number {
  return curvature < LEAST_CURVATURE ? 0 : (0.5 * gradient * gradient) / curvature;
}

function boundReduction(gradient: number, curvature: number, bounds: Bounds): number {
  return lossReduction(gradient, curvature, leafValue(gradient, curvature, bounds));
}

/** What two children take off the loss; -Infinity where their order breaks a monotone constraint. */
function monotoneReduction(
  { sums, bounds, options }: SplitSearch,
  feature: number,
  gradient: number,
  hessian: number,
): number {
  const { lambda, monotone } = options;
  const rightGradient = sums.gradient - gradient;
  const rightCurvature = sums.hessian - hessian + lambda;
  const left = leafValue(gradient, hessian + lambda, bounds);
  const right = leafValue(rightGradient, rightCurvature, bounds);
  if ((monotone[feature] ?? 0) * (right - left) < 0) {
    return Number.NEGATIVE_INFINITY;
  }
  return (
    lossReduction(gradient, hessian + lambda, left) +
    lossReduction(rightGradient, rightCurvature, right)
  );
}
