import { readFileSync } from "node:fs";

/** A table with a label, as the models take it. */
export interface MlDataset {
  featureNames: string[];
  rows: Float64Array;
  rowCount: number;
  featureCount: number;
  labels: number[];
}

/** Reads a table from the fixtures: a header, numbers, the label in the last column. */
export function readMlDataset(name: string): MlDataset {
  const file = new URL(`../fixtures/ml/${name}.csv`, import.meta.url);
  const [header = "", ...lines] = readFileSync(file, "utf8").trim().split("\n");
  const table = lines.map((line) => line.split(",").map(Number));
  const featureNames = header.split(",").slice(0, -1);
  return {
    featureNames,
    rows: Float64Array.from(table.flatMap((cells) => cells.slice(0, -1))),
    rowCount: table.length,
    featureCount: featureNames.length,
    labels: table.map((cells) => cells.at(-1) ?? 0),
  };
}

/** What a model says of each row. */
export function scoresOf(
  { rows, rowCount, featureCount }: MlDataset,
  score: (rows: Float64Array, offset: number) => number,
): number[] {
  return Array.from({ length: rowCount }, (_, row) => score(rows, row * featureCount));
}
