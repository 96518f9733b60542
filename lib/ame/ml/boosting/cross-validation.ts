import { crossEntropy } from "../logistic";
import { type Random, seededRandom } from "../seeded-random";
import { addRound, type Booster, type Member, newBooster, type TrainingData } from "./booster";
import type { GradientBoostingOptions } from "./boosting-options";

/** What cross-validation found. */
export interface CrossValidation {
  /** the number of rounds with the least out-of-fold loss */
  rounds: number;
  /** of each row, from the member that was not trained on it */
  outOfFoldMargins: Float64Array;
  /** one per part, as it was after that number of rounds */
  members: Member[];
}

/** Deals the rows of either label into parts of one size. @returns the part of each row */
export function dealFolds(labels: Uint8Array, folds: number, seed: number): Uint8Array {
  const parts = new Uint8Array(labels.length);
  const random = seededRandom(seed);
  let dealt = 0;
  for (const label of [0, 1]) {
    const rows = Array.from(labels.keys()).filter((row) => labels[row] === label);
    for (const row of shuffle(rows, random)) {
      parts[row] = dealt % folds;
      dealt += 1;
    }
  }
  return parts;
}

/** Grows one ensemble per part, all in step, until more rounds no longer lessen their common loss. */
export function crossValidate(
  data: TrainingData,
  parts: Uint8Array,
  options: GradientBoostingOptions,
): CrossValidation {
  const folds = Array.from({ length: options.folds }, (_, part) =>
    newBooster(data, (row) => parts[row] !== part, { ...options, seed: options.seed + part + 1 }),
  );
  const outOfFoldMargins = new Float64Array(data.labels.length);
  let best = { rounds: 0, loss: Number.POSITIVE_INFINITY, trees: [] as number[] };
  for (let round = 0; round <= options.rounds; round += 1) {
    if (round > 0) {
      folds.forEach(addRound);
    }
    const loss = folds.reduce((sum, fold) => sum + heldOutLoss(fold), 0);
    if (loss < best.loss) {
      best = { rounds: round, loss, trees: folds.map(({ trees }) => trees.length) };
      for (const fold of folds) {
        copyMargins(fold, outOfFoldMargins);
      }
    } else if (round - best.rounds >= options.patience) {
      break;
    }
  }
  const members = folds.map(({ baseMargin, trees }, part) => ({
    baseMargin,
    trees: trees.slice(0, best.trees[part]),
  }));
  return { rounds: best.rounds, outOfFoldMargins, members };
}

function heldOutLoss({ data, grower, heldOut }: Booster): number {
  let loss = 0;
  for (let i = 0; i < heldOut.length; i += 1) {
    const row = heldOut[i] as number;
    const weight = data.weights[row] as number;
    loss += weight * crossEntropy(grower.margins[row] as number, data.labels[row] as number);
  }
  return loss;
}

function copyMargins({ grower, heldOut }: Booster, margins: Float64Array): void {
  for (const row of heldOut) {
    margins[row] = grower.margins[row] as number;
  }
}

function shuffle(rows: number[], random: Random): number[] {
  for (let last = rows.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [rows[last], rows[other]] = [rows[other] as number, rows[last] as number];
  }
  return rows;
}
