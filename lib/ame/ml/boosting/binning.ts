import { columnOf, type FeatureRows, toFinite } from "../feature-rows";

/** Rows whose values are replaced by the bins of a histogram, which are counted over all features. */
export interface BinnedRows {
  rowCount: number;
  featureCount: number;
  /** per feature the bin of each row's value */
  columns: Int32Array[];
  /** the features that have more than one value, missing being one; no other can be split on */
  varying: Int32Array;
  /** feature f has the bins firstBin[f] … firstBin[f + 1] - 1; the last of them is for missing values */
  firstBin: Int32Array;
  /** largest value of a bin; +Infinity in a feature's last one, and in the one for missing values */
  upperEdge: Float64Array;
}

/** Bins each feature by its quantiles, or by its distinct values where they are few (Ke et al. 2017). */
export function binRows(table: FeatureRows, maxBins: number): BinnedRows {
  const { rowCount, featureCount } = table;
  const firstBin = new Int32Array(featureCount + 1);
  const edges: number[] = [];
  for (let feature = 0; feature < featureCount; feature += 1) {
    edges.push(...edgesOf(columnOf(table, feature), maxBins), Number.POSITIVE_INFINITY);
    firstBin[feature + 1] = edges.length;
  }
  const upperEdge = Float64Array.from(edges);
  const columns = Array.from({ length: featureCount }, (_, feature) =>
    Int32Array.from(columnOf(table, feature), (value) =>
      binOf({ firstBin, upperEdge }, feature, value),
    ),
  );
  const varying = Int32Array.from(columns.keys()).filter((feature) =>
    columns[feature]?.some((bin, _, column) => bin !== column[0]),
  );
  return { rowCount, featureCount, firstBin, upperEdge, columns, varying };
}

/** The bin for the missing values of a feature, which is its last. */
export function missingBin({ firstBin }: Pick<BinnedRows, "firstBin">, feature: number): number {
  return (firstBin[feature + 1] as number) - 1;
}

type Edges = Pick<BinnedRows, "firstBin" | "upperEdge">;

/** The bin of a value, whether it was among those that were binned or not. */
export function binOf(binned: Edges, feature: number, value: number): number {
  const missing = missingBin(binned, feature);
  if (Number.isNaN(value)) {
    return missing;
  }
  let low = binned.firstBin[feature] as number;
  let high = missing - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value <= (binned.upperEdge[middle] as number)) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

/** The upper edges of a feature's bins, the last one +Infinity; none where every value is missing. */
function edgesOf(column: Float64Array, maxBins: number): number[] {
  const known = column
    .filter((value) => !Number.isNaN(value))
    .map(toFinite)
    .sort();
  if (known.length === 0) {
    return [];
  }
  const edges = cutsOf(known, countDistinct(known) <= maxBins ? known.length : maxBins);
  return [...edges, Number.POSITIVE_INFINITY];
}

/** Cuts sorted values, between distinct ones only, into at most `bins` parts of about one size. */
function cutsOf(sorted: Float64Array, bins: number): number[] {
  const cuts: number[] = [];
  for (let seen = 1; seen < sorted.length; seen += 1) {
    const below = sorted[seen - 1] as number;
    const above = sorted[seen] as number;
    if (below < above && seen * bins >= (cuts.length + 1) * sorted.length) {
      cuts.push(between(below, above));
    }
  }
  return cuts;
}

function countDistinct(sorted: Float64Array): number {
  let distinct = 1;
  for (let i = 1; i < sorted.length; i += 1) {
    distinct += sorted[i] === sorted[i - 1] ? 0 : 1;
  }
  return distinct;
}

/** A number in [below, above), halfway where the two have one between them. */
function between(below: number, above: number): number {
  const middle = below / 2 + above / 2;
  return middle >= below && middle < above ? middle : below;
}
