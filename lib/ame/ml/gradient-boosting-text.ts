import { checkBoostingOptions, type GradientBoostingOptions } from "./boosting/boosting-options";
import type { CrossValidationReport, GradientBoostingModel } from "./gradient-boosting-model";
import { type ModelReader, readModelText } from "./serial/model-reader";
import { readTrees, treesToJson } from "./serial/tree-ensemble-text";

const FORMAT = "gradient-boosting";
const MOST_FEATURES = 100_000;

/** The model as JSON, from which `parseGradientBoosting` makes the same one, bit for bit. */
export function serialiseGradientBoosting(model: GradientBoostingModel): string {
  return JSON.stringify({
    ...{ format: FORMAT, version: 1 },
    ...model,
    importances: Array.from(model.importances),
    trees: treesToJson(model.trees),
  });
}

/** @throws ModelTextError where the text is not what `serialiseGradientBoosting` writes */
export function parseGradientBoosting(text: string): GradientBoostingModel {
  const reader = readModelText(text, FORMAT);
  const featureCount = reader.integer("featureCount", 1, MOST_FEATURES);
  const importances = Float64Array.from(reader.numbers("importances"));
  if (importances.length !== featureCount) {
    reader.fail("importances", `has ${importances.length} entries for ${featureCount} features`);
  }
  return {
    featureCount,
    baseMargin: reader.number("baseMargin"),
    trees: readTrees(reader.object("trees"), featureCount),
    options: readOptions(reader, featureCount),
    importances,
    crossValidation:
      reader.value("crossValidation") === null
        ? null
        : readReport(reader.object("crossValidation")),
  };
}

function readOptions(reader: ModelReader, featureCount: number): GradientBoostingOptions {
  const fields = reader.object("options");
  const options = {
    rounds: fields.number("rounds"),
    depth: fields.number("depth"),
    learningRate: fields.number("learningRate"),
    lambda: fields.number("lambda"),
    minLeafRows: fields.number("minLeafRows"),
    minGain: fields.number("minGain"),
    subsample: fields.number("subsample"),
    featureShare: fields.number("featureShare"),
    maxBins: fields.number("maxBins"),
    monotone: fields.integers("monotone", -1, 1),
    folds: fields.number("folds"),
    patience: fields.number("patience"),
    calibrate: fields.flag("calibrate"),
    seed: fields.number("seed"),
  };
  try {
    // Cross-validation may have found that no round at all is best.
    checkBoostingOptions({ ...options, rounds: Math.max(options.rounds, 1) }, featureCount);
  } catch (error) {
    reader.fail("options", `is wrong: ${error instanceof Error ? error.message : error}`);
  }
  return options;
}

function readReport(fields: ModelReader): CrossValidationReport {
  return {
    folds: fields.number("folds"),
    rounds: fields.number("rounds"),
    slope: fields.number("slope"),
    intercept: fields.number("intercept"),
    logLoss: fields.number("logLoss"),
    rocAuc: fields.number("rocAuc"),
    brierScore: fields.number("brierScore"),
    expectedCalibrationError: fields.number("expectedCalibrationError"),
  };
}
