import type { TrainingSet } from "./classifier";

/**
 * Takes at most `most` rows: of each label its share, and at least one, evenly over time. Weights are
 * left behind, for trees that know none: a row of weight 0 is left out.
 */
export function thinOut({ featureNames, rows, labels, weights }: TrainingSet, most: number) {
  const width = featureNames.length;
  const all = Array.from({ length: labels.length }, (_, row) => row).filter(
    (row) => weights?.[row] !== 0,
  );
  const ones = spread(
    all.filter((row) => labels[row] === 1),
    most / all.length,
  );
  const others = spread(
    all.filter((row) => labels[row] !== 1),
    most / all.length,
  );
  const kept = [...ones, ...others].sort((a, b) => a - b);
  const thinned = new Float64Array(kept.length * width);
  kept.forEach((row, at) => {
    thinned.set(rows.subarray(row * width, (row + 1) * width), at * width);
  });
  return { rows: thinned, labels: Float64Array.from(kept, (row) => labels[row] as number) };
}

function spread(rows: readonly number[], share: number): number[] {
  if (share >= 1 || rows.length === 0) {
    return [...rows];
  }
  const count = Math.max(1, Math.floor(rows.length * share));
  return Array.from(
    { length: count },
    (_, at) => rows[Math.floor(((at + 0.5) * rows.length) / count)] as number,
  );
}
