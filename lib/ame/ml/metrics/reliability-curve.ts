import { checkProbabilities } from "./checked-scores";

/** The rows whose probability lies in one part of 0 … 1. */
export interface ReliabilityBin {
  /** the probabilities are above `from` (in the first bin from 0 on) and up to `to` */
  from: number;
  to: number;
  rows: number;
  /** mean probability */
  predicted: number;
  /** share of rows labelled 1 */
  observed: number;
}

/**
 * What was foretold against what was seen, over bins of one width; bins without a row are left out.
 * @param probabilities of label 1, 0 … 1
 * @param labels 0 or 1, one for each
 * @param binCount 1 … 1000
 * @throws RangeError for no rows, another bin count, or an input that does not fit
 */
export function reliabilityCurve(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  binCount = 10,
): ReliabilityBin[] {
  const checked = checkProbabilities(probabilities, labels);
  if (!(Number.isInteger(binCount) && binCount >= 1 && binCount <= 1000)) {
    throw new RangeError(`binCount is ${binCount}; give a whole number from 1 to 1000.`);
  }
  const bins = Array.from({ length: binCount }, (_, at) => ({
    ...{ from: at / binCount, to: (at + 1) / binCount },
    ...{ rows: 0, predicted: 0, observed: 0 },
  }));
  checked.forEach((label, row) => {
    const probability = probabilities[row] as number;
    const at = Math.max(0, Math.ceil(probability * binCount) - 1);
    const bin = bins[at] as ReliabilityBin;
    bin.rows += 1;
    bin.predicted += probability;
    bin.observed += label;
  });
  return bins
    .filter(({ rows }) => rows > 0)
    .map((bin) => ({
      ...bin,
      predicted: bin.predicted / bin.rows,
      observed: bin.observed / bin.rows,
    }));
}
