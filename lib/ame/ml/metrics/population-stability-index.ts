import { binOf, binRows } from "../boosting/binning";

/** What an empty bin is taken to hold, so that the index stays finite. */
const LEAST_SHARE = 1e-4;

/**
 * How far a sample has moved from another: the sum of (a - e) ln(a / e) over quantile bins of the
 * expected one, or over its values where they are few; what is missing (NaN) has a bin of its own.
 * @param expected what was trained on; at least one value
 * @param actual what is seen now; at least one value
 * @param binCount 2 … 1024
 * @returns 0 or more, finite; by custom 0.1 = look, 0.2 = it has moved
 * @throws RangeError where one of the two is empty, or for another bin count
 */
export function populationStabilityIndex(
  expected: ArrayLike<number>,
  actual: ArrayLike<number>,
  binCount = 10,
): number {
  if (expected.length === 0 || actual.length === 0) {
    throw new RangeError("One of the samples is empty; give at least one value of each.");
  }
  if (!(Number.isInteger(binCount) && binCount >= 2 && binCount <= 1024)) {
    throw new RangeError(`binCount is ${binCount}; give a whole number from 2 to 1024.`);
  }
  const partOf = partition(expected, binCount);
  const before = sharesOf(expected, partOf);
  const now = sharesOf(actual, partOf);
  const parts = new Set([...before.keys(), ...now.keys()]);
  let index = 0;
  for (const part of parts) {
    const from = Math.max(before.get(part) ?? 0, LEAST_SHARE);
    const to = Math.max(now.get(part) ?? 0, LEAST_SHARE);
    index += (to - from) * Math.log(to / from);
  }
  return index;
}

/** A part for each value where they are few, as codes are, and for all that were never seen; else quantiles. */
function partition(expected: ArrayLike<number>, binCount: number): (value: number) => number {
  const distinct = new Map(Array.from(new Set(Array.from(expected)), (value, at) => [value, at]));
  if (distinct.size <= binCount) {
    return (value) => distinct.get(value) ?? distinct.size;
  }
  const table = { rows: Float64Array.from(expected), rowCount: expected.length, featureCount: 1 };
  const binned = binRows(table, binCount);
  return (value) => binOf(binned, 0, value);
}

function sharesOf(values: ArrayLike<number>, partOf: (value: number) => number) {
  const shares = new Map<number, number>();
  for (let i = 0; i < values.length; i += 1) {
    const part = partOf(values[i] as number);
    shares.set(part, (shares.get(part) ?? 0) + 1 / values.length);
  }
  return shares;
}
