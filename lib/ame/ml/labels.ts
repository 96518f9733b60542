const MOST_WEIGHT = 1e15;

/**
 * @returns the labels as 0 and 1
 * @throws RangeError where there is not one for each row, or one is neither 0 nor 1
 */
export function checkLabels(labels: ArrayLike<number>, rowCount: number): Uint8Array {
  checkLength("labels", labels, rowCount);
  const checked = Uint8Array.from(labels);
  const wrong = checked.findIndex((label, row) => label !== labels[row] || label > 1);
  if (wrong >= 0) {
    throw new RangeError(`labels[${wrong}] is ${labels[wrong]}; a label is 0 or 1.`);
  }
  return checked;
}

/**
 * @param weights one for each row, 0 or more; left out, each row weighs 1
 * @throws RangeError where one is negative or no number, or all are 0
 */
export function checkWeights(
  weights: ArrayLike<number> | undefined,
  rowCount: number,
): Float64Array {
  if (weights === undefined) {
    return new Float64Array(rowCount).fill(1);
  }
  checkLength("weights", weights, rowCount);
  const checked = Float64Array.from(weights);
  const wrong = checked.findIndex((weight) => !(weight >= 0));
  if (wrong >= 0) {
    throw new RangeError(`weights[${wrong}] is ${checked[wrong]}; a weight is 0 or more.`);
  }
  const total = checked.reduce((sum, weight) => sum + weight, 0);
  if (!(total > 0 && total <= MOST_WEIGHT)) {
    throw new RangeError(`The weights sum to ${total}; give a sum above 0 and up to 1e15.`);
  }
  return checked;
}

/** @throws RangeError where a score is missing or not a finite number, or there are none at all */
export function checkScores(name: string, scores: ArrayLike<number>): void {
  if (scores.length === 0) {
    throw new RangeError(`${name} is empty; give at least one.`);
  }
  for (let row = 0; row < scores.length; row += 1) {
    if (!Number.isFinite(scores[row])) {
      throw new RangeError(`${name}[${row}] is ${scores[row]}; give a finite number.`);
    }
  }
}

function checkLength(name: string, values: ArrayLike<number>, rowCount: number): void {
  if (values.length !== rowCount) {
    throw new RangeError(`${name} has ${values.length} entries for ${rowCount} rows.`);
  }
}
