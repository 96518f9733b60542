/** A table of numbers, row-major: feature f of row r is rows[r * featureCount + f]; NaN = missing. */
export interface FeatureRows {
  rows: Float64Array;
  rowCount: number;
  featureCount: number;
}

/** @throws RangeError where the table is empty or its size is not rowCount x featureCount */
export function checkFeatureRows({ rows, rowCount, featureCount }: FeatureRows): void {
  if (!isPositiveInteger(rowCount) || !isPositiveInteger(featureCount)) {
    throw new RangeError(
      `There is nothing to learn from ${rowCount} rows of ${featureCount} features; give at least one of each.`,
    );
  }
  if (rows.length !== rowCount * featureCount) {
    throw new RangeError(
      `rows has ${rows.length} numbers where ${rowCount} rows of ${featureCount} features have ${rowCount * featureCount}.`,
    );
  }
}

/** @throws RangeError where the numbers from offset on are fewer than the features of a model */
export function checkRow(row: Float64Array, offset: number, featureCount: number): void {
  if (!(offset >= 0 && offset + featureCount <= row.length)) {
    throw new RangeError(
      `The model reads ${featureCount} features; the row has ${row.length} numbers and begins at ${offset}.`,
    );
  }
}

/** One feature of every row. */
export function columnOf({ rows, rowCount, featureCount }: FeatureRows, feature: number) {
  const column = new Float64Array(rowCount);
  for (let row = 0; row < rowCount; row += 1) {
    column[row] = rows[row * featureCount + feature] as number;
  }
  return column;
}

/** Brings what is infinite to the edge of what is finite, so that a midpoint of two is a number. */
export function toFinite(value: number): number {
  return Math.min(Math.max(value, -Number.MAX_VALUE), Number.MAX_VALUE);
}

function isPositiveInteger(value: number): boolean {
  return Number.isInteger(value) && value > 0;
}
