import type { BinnedRows } from "./binning";

/** First and second derivative of the loss by the margin, one of each per row. */
export interface Derivatives {
  gradient: Float64Array;
  hessian: Float64Array;
}

/** Per bin three sums, one behind the other: of the gradients, of the hessians, and of the rows. */
export type Histogram = Float64Array;

/** Some of the rows: those from `start` up to, but without, `end` in a list of them. */
export interface RowRange {
  rows: Int32Array;
  start: number;
  end: number;
}

export const SUMS_PER_BIN = 3;

export function newHistogram({ upperEdge }: BinnedRows): Histogram {
  return new Float64Array(SUMS_PER_BIN * upperEdge.length);
}

/** Sums the rows of a node by their bins, for some of the features. */
export function fillHistogram(
  histogram: Histogram,
  { binned, derivatives }: { binned: BinnedRows; derivatives: Derivatives },
  features: Int32Array,
  range: RowRange,
): void {
  for (const feature of features) {
    const codes = binned.columns[feature] as Int32Array;
    const first = SUMS_PER_BIN * (binned.firstBin[feature] as number);
    histogram.fill(0, first, SUMS_PER_BIN * (binned.firstBin[feature + 1] as number));
    addColumn(histogram, derivatives, codes, range);
  }
}

function addColumn(
  histogram: Histogram,
  { gradient, hessian }: Derivatives,
  codes: Int32Array,
  { rows, start, end }: RowRange,
): void {
  for (let i = start; i < end; i += 1) {
    const row = rows[i] as number;
    const at = SUMS_PER_BIN * (codes[row] as number);
    histogram[at] = (histogram[at] as number) + (gradient[row] as number);
    histogram[at + 1] = (histogram[at + 1] as number) + (hessian[row] as number);
    histogram[at + 2] = (histogram[at + 2] as number) + 1;
  }
}

/** Turns a node's histogram into that of one child by taking away the other's. */
export function subtractHistogram(
  histogram: Histogram,
  other: Histogram,
  { firstBin }: BinnedRows,
  features: Int32Array,
): void {
  for (const feature of features) {
    const end = SUMS_PER_BIN * (firstBin[feature + 1] as number);
    for (let at = SUMS_PER_BIN * (firstBin[feature] as number); at < end; at += 1) {
      histogram[at] = (histogram[at] as number) - (other[at] as number);
    }
  }
}
