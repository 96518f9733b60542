import { checkLabels, checkScores, checkWeights } from "./labels";
import { crossEntropy, logOdds, probabilityOf } from "./logistic";

/** A sigmoid that turns margins into probabilities. */
export interface PlattScaling {
  /** above 0 where a higher margin means a higher probability */
  slope: number;
  /** log-odds at margin 0 */
  intercept: number;
  /**
   * @param margin any number but NaN
   * @returns a probability, 0 … 1
   */
  predict(margin: number): number;
}

/** What is fitted: margins brought within -1 … 1, and targets that are never quite 0 or 1. */
interface Problem {
  margins: Float64Array;
  targets: Float64Array;
  weights: Float64Array;
}

interface Sigmoid {
  slope: number;
  intercept: number;
}

const MOST_STEPS = 100;
/** Margins below it are as good as 0; a slope over them would be more than a number holds. */
const LEAST_SCALE = 1e-280;
const RIDGE = 1e-10;
const SMALL_GRADIENT = 1e-9;

/**
 * Fits P(1 | margin) = 1 / (1 + exp(-(slope x margin + intercept))) by Newton's method with
 * backtracking (Platt 1999, in the form of Lin, Lin & Weng 2007). The targets are
 * (ones + 1) / (ones + 2) and 1 / (zeros + 2), so that even separated labels have a finite fit.
 * @param margins of rows that were not trained on; finite, any scale
 * @param labels 0 or 1, one for each margin
 * @param weights 0 or more, one for each margin; left out, each weighs 1
 * @throws RangeError for no rows, lengths that differ, a margin that is not finite, another label
 */
export function fitPlattScaling(
  margins: ArrayLike<number>,
  labels: ArrayLike<number>,
  weights?: ArrayLike<number>,
): PlattScaling {
  checkScores("margins", margins);
  const scale = Array.from(margins).reduce(
    (most, margin) => Math.max(most, Math.abs(margin)),
    LEAST_SCALE,
  );
  const problem = {
    margins: Float64Array.from(margins, (margin) => margin / scale),
    ...targetsOf(checkLabels(labels, margins.length), checkWeights(weights, margins.length)),
  };
  const { slope, intercept } = minimise(problem);
  return newPlattScaling(slope / scale, intercept);
}

/** The scaling with a slope and an intercept that were fitted before. */
export function newPlattScaling(slope: number, intercept: number): PlattScaling {
  return { slope, intercept, predict: (margin) => probabilityOf(slope * margin + intercept) };
}

function targetsOf(labels: Uint8Array, weights: Float64Array) {
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const ones = weights.reduce((sum, weight, row) => sum + weight * (labels[row] as number), 0);
  const high = (ones + 1) / (ones + 2);
  const low = 1 / (Math.max(all - ones, 0) + 2);
  return { targets: Float64Array.from(labels, (label) => (label === 1 ? high : low)), weights };
}

function minimise(problem: Problem): Sigmoid {
  const { targets, weights } = problem;
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = targets.reduce((sum, target, row) => sum + target * (weights[row] as number), 0);
  let at: Sigmoid = { slope: 0, intercept: logOdds(mean / all) };
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const next = newtonStep(problem, at, all);
    if (next === null) {
      return at;
    }
    at = next;
  }
  return at;
}

/** @returns where the loss is less, or null where it is as small as it gets */
function newtonStep(problem: Problem, at: Sigmoid, all: number): Sigmoid | null {
  const { margins, targets, weights } = problem;
  let [bySlope, byIntercept, slopes, mixed, intercepts] = [0, 0, RIDGE * all, 0, RIDGE * all];
  for (let row = 0; row < margins.length; row += 1) {
    const margin = margins[row] as number;
    const probability = probabilityOf(at.slope * margin + at.intercept);
    const gradient = (weights[row] as number) * (probability - (targets[row] as number));
    const hessian = (weights[row] as number) * probability * (1 - probability);
    bySlope += gradient * margin;
    byIntercept += gradient;
    slopes += hessian * margin * margin;
    mixed += hessian * margin;
    intercepts += hessian;
  }
  if (Math.max(Math.abs(bySlope), Math.abs(byIntercept)) <= SMALL_GRADIENT * all) {
    return null;
  }
  const determinant = slopes * intercepts - mixed * mixed;
  return backtrack(problem, at, {
    slope: -(intercepts * bySlope - mixed * byIntercept) / determinant,
    intercept: -(slopes * byIntercept - mixed * bySlope) / determinant,
  });
}

function backtrack(problem: Problem, at: Sigmoid, step: Sigmoid): Sigmoid | null {
  const before = lossOf(problem, at);
  for (let share = 1; share > 1e-10; share /= 2) {
    const next = {
      slope: at.slope + share * step.slope,
      intercept: at.intercept + share * step.intercept,
    };
    if (lossOf(problem, next) < before) {
      return next;
    }
  }
  return null;
}

function lossOf({ margins, targets, weights }: Problem, { slope, intercept }: Sigmoid): number {
  let loss = 0;
  for (let row = 0; row < margins.length; row += 1) {
    const margin = slope * (margins[row] as number) + intercept;
    loss += (weights[row] as number) * crossEntropy(margin, targets[row] as number);
  }
  return loss;
}
