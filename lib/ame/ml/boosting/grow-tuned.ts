import type { CrossValidationReport } from "../gradient-boosting-model";
import { probabilityOf } from "../logistic";
import { brierScore } from "../metrics/brier-score";
import { expectedCalibrationError } from "../metrics/expected-calibration-error";
import { logLoss } from "../metrics/log-loss";
import { rocAuc } from "../metrics/roc-auc";
import { fitPlattScaling } from "../platt-scaling";
import { addRound, type Member, newBooster, type TrainingData } from "./booster";
import type { GradientBoostingOptions } from "./boosting-options";
import { type CrossValidation, crossValidate, dealFolds } from "./cross-validation";
import type { Grown } from "./model-of";

/** Fewer rows of one label than this say nothing out of fold. */
const LEAST_OF_A_LABEL = 5;

/**
 * Chooses the number of rounds by cross-validation, and how the margins are scaled. The ensembles that
 * were grown for it are the members of the model: their mean errs less than one that is grown on all
 * rows (Breiman 1996), and it is their margins that the scaling has seen. Where the rows are too few
 * for it, one ensemble is grown as the options say.
 */
export function growTuned(data: TrainingData, options: GradientBoostingOptions): Grown {
  const ones = data.labels.reduce((sum, label) => sum + label, 0);
  const fewest = Math.min(ones, data.labels.length - ones);
  if (options.folds < 2 || fewest < LEAST_OF_A_LABEL) {
    return { members: [growAll(data, options)], options, crossValidation: null };
  }
  const folds = Math.min(options.folds, fewest);
  const parts = dealFolds(data.labels, folds, options.seed);
  const found = crossValidate(data, parts, { ...options, folds });
  return {
    members: found.members,
    options: { ...options, folds, rounds: found.rounds },
    crossValidation: reportOf(data, options, found),
  };
}

function growAll(data: TrainingData, options: GradientBoostingOptions): Member {
  const booster = newBooster(data, () => true, options);
  for (let round = 0; round < options.rounds; round += 1) {
    addRound(booster);
  }
  return booster;
}

function reportOf(
  { labels, weights }: TrainingData,
  options: GradientBoostingOptions,
  { rounds, members, outOfFoldMargins: margins }: CrossValidation,
): CrossValidationReport {
  const { slope, intercept } = options.calibrate
    ? scalingOf(margins, labels, weights)
    : { slope: 1, intercept: 0 };
  const probabilities = margins.map((margin) => probabilityOf(slope * margin + intercept));
  return {
    ...{ folds: members.length, rounds, slope, intercept },
    logLoss: logLoss(probabilities, labels),
    rocAuc: rocAuc(probabilities, labels),
    brierScore: brierScore(probabilities, labels),
    expectedCalibrationError: expectedCalibrationError(probabilities, labels),
  };
}

/** A slope below 0 says that the margins know nothing, not that they are the wrong way round. */
function scalingOf(margins: Float64Array, labels: Uint8Array, weights: Float64Array) {
  const scaling = fitPlattScaling(margins, labels, weights);
  return scaling.slope > 0
    ? scaling
    : fitPlattScaling(
        margins.map(() => 0),
        labels,
        weights,
      );
}
