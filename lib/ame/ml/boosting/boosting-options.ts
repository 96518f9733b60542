/** How an ensemble is grown. */
export interface GradientBoostingOptions {
  /** most trees, 1 … 2000; cross-validation stops earlier where more do not help */
  rounds: number;
  /** most splits from a root to a leaf, 1 … 12 */
  depth: number;
  /** share of each tree's step that is taken, above 0 and up to 1 */
  learningRate: number;
  /** what is added to a leaf's second derivative: the prior that it changes nothing; 0 or more */
  lambda: number;
  /** least training rows in a leaf, 1 or more */
  minLeafRows: number;
  /** least gain of a split, in nats; 0 or more */
  minGain: number;
  /** share of the rows that each tree is grown on, drawn without putting back; above 0 and up to 1 */
  subsample: number;
  /** share of the features that each tree may split on, drawn anew; above 0 and up to 1, and never below 4 */
  featureShare: number;
  /** most bins for the known values of a feature, 2 … 1024 */
  maxBins: number;
  /** per feature 1: the margin never falls as it rises, -1: never rises, 0: either; [] = all 0 */
  monotone: readonly number[];
  /**
   * parts of the cross-validation that tunes and calibrates, each of which becomes a member of the
   * model; up to 20, fewer than 2 = a single member, grown as the options say
   */
  folds: number;
  /** rounds without a better out-of-fold loss after which no more are tried, 1 or more */
  patience: number;
  /** whether the margins are scaled by what cross-validation shows of them (Platt 1999) */
  calibrate: boolean;
  /** any integer; the same seed and rows give the same model, bit for bit */
  seed: number;
}

/**
 * Found on tables of 600 and 2,000 decisions and outcomes. Out of fold the depths 2 to 4 err alike there,
 * so a fit tunes the rounds and the calibration and does not spend its time on more.
 */
const DEFAULTS: Omit<GradientBoostingOptions, "folds"> = {
  ...{ rounds: 150, depth: 3, learningRate: 0.2, lambda: 2, minLeafRows: 10, minGain: 0 },
  ...{ subsample: 0.7, featureShare: 0.3, maxBins: 32, monotone: [] },
  ...{ patience: 8, calibrate: true, seed: 1 },
};

/** Where rows are few, more of them are worth more than the time of more ensembles. */
const FEW_ROWS = 1000;

/**
 * Fills in what was left out.
 * @throws RangeError where an option is outside its range, or `monotone` does not fit the features
 */
export function completeOptions(
  given: Partial<GradientBoostingOptions>,
  { rowCount, featureCount }: { rowCount: number; featureCount: number },
): GradientBoostingOptions {
  const known = Object.entries(given).filter(([, value]) => value !== undefined);
  const folds = rowCount < FEW_ROWS ? 10 : 5;
  const options = { ...DEFAULTS, folds, ...Object.fromEntries(known) };
  checkBoostingOptions(options, featureCount);
  return options;
}

type RangeName = Exclude<keyof GradientBoostingOptions, "monotone" | "calibrate">;

interface Range {
  least: number;
  most: number;
  isWhole: boolean;
}

const RANGES: Record<RangeName, Range> = {
  rounds: { least: 1, most: 2000, isWhole: true },
  depth: { least: 1, most: 12, isWhole: true },
  learningRate: { least: 1e-4, most: 1, isWhole: false },
  lambda: { least: 0, most: 1e9, isWhole: false },
  minLeafRows: { least: 1, most: 1e9, isWhole: true },
  minGain: { least: 0, most: 1e9, isWhole: false },
  subsample: { least: 1e-3, most: 1, isWhole: false },
  featureShare: { least: 1e-3, most: 1, isWhole: false },
  maxBins: { least: 2, most: 1024, isWhole: true },
  folds: { least: 0, most: 20, isWhole: true },
  patience: { least: 1, most: 2000, isWhole: true },
  seed: { least: Number.MIN_SAFE_INTEGER, most: Number.MAX_SAFE_INTEGER, isWhole: true },
};

/** @throws RangeError where an option is outside its range, or `monotone` does not fit the features */
export function checkBoostingOptions(options: GradientBoostingOptions, featureCount: number): void {
  for (const [name, { least, most, isWhole }] of Object.entries(RANGES)) {
    const value = options[name as RangeName];
    if (!(value >= least && value <= most) || (isWhole && !Number.isInteger(value))) {
      const kind = isWhole ? "a whole number" : "a number";
      throw new RangeError(`options.${name} is ${value}; give ${kind} from ${least} to ${most}.`);
    }
  }
  const { monotone } = options;
  const isKnown = monotone.every((sign) => sign === -1 || sign === 0 || sign === 1);
  if (!isKnown || (monotone.length > 0 && monotone.length !== featureCount)) {
    throw new RangeError(
      `options.monotone is [${monotone}]; give -1, 0 or 1 for each of the ${featureCount} features.`,
    );
  }
}
