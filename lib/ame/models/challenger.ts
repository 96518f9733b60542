import { RandomForestClassifier } from "ml-random-forest";
import { binRows } from "@/lib/ame/ml/boosting/binning";
import { checkFeatureRows, checkRow } from "@/lib/ame/ml/feature-rows";
import { checkLabels, checkWeights } from "@/lib/ame/ml/labels";
import { type Random, seededRandom } from "@/lib/ame/ml/seeded-random";
import { readModelText } from "@/lib/ame/ml/serial/model-reader";
import { readTrees, treesToJson } from "@/lib/ame/ml/serial/tree-ensemble-text";
import { leafOf, type TreeEnsemble } from "@/lib/ame/ml/tree-ensemble";
import { binTable, type CartNode, ensembleOf, importancesOf } from "./cart-trees";
import type { Classifier, TrainingSet } from "./classifier";
import { readFeatureNames } from "./read-feature-names";
import { thinOut } from "./thin-out";

export interface ChallengerOptions {
  /** 1 … 1000 */
  trees: number;
  /** the forest's time grows with the square of its rows: of more, so many are taken, 20 or more */
  mostRows: number;
  /** share of the features that each tree is given, above 0 and up to 1 */
  maxFeatures: number;
  maxDepth: number;
  /** any 32-bit integer; the same seed and rows give the same model, bit for bit */
  seed: number;
}

/** A model of another make, against which the champion has to hold its own: a random forest. */
export interface Challenger extends Classifier {
  kind: "challenger";
  /** a leaf's value is the label that its tree votes for */
  trees: TreeEnsemble;
}

const DEFAULT_OPTIONS: ChallengerOptions = {
  ...{ trees: 60, mostRows: 500, maxFeatures: 0.4, maxDepth: 8, seed: 1 },
};
const MOST_BINS = 16;

/**
 * Grows a random forest (Breiman 2001). A probability is the share of the trees that vote for 1, with
 * one more vote for each label, since no tree knows what it has never seen. Takes seconds: run it in a worker.
 * @throws RangeError where there is nothing to learn from, or only one label
 */
export function fitChallenger(
  set: TrainingSet,
  options: Partial<ChallengerOptions> = {},
): Challenger {
  const chosen = { ...DEFAULT_OPTIONS, ...options };
  checkTwoLabels(set);
  const { rows, labels } = thinOut(set, chosen.mostRows);
  const size = { rowCount: labels.length, featureCount: set.featureNames.length };
  const binned = binRows({ rows, ...size }, MOST_BINS);
  const cases = binTable(binned).map((bins, row) => ({ bins, label: labels[row] as number }));
  const random = seededRandom(chosen.seed);
  const grown = Array.from({ length: chosen.trees }, (_, tree) =>
    growTree(drawCases(cases, random), { ...chosen, seed: chosen.seed + tree }),
  );
  const means = ensembleOf(grown, { rows, binned });
  const votes = { ...means, value: means.value.map((mean) => (mean > 0.5 ? 1 : 0)) };
  return challengerOf(votes, set.featureNames, importancesOf(means, size.featureCount));
}

interface Case {
  bins: number[];
  label: number;
}

/**
 * Draws as many cases with putting back. They stand by label: the forest tries a split wherever the
 * label changes from one case to the next of the same value too, which is a fifth as often so.
 */
function drawCases(cases: readonly Case[], random: Random): Case[] {
  return cases
    .map(() => cases[Math.floor(random() * cases.length)] as Case)
    .sort((a, b) => a.label - b.label);
}

function growTree(drawn: readonly Case[], { maxFeatures, maxDepth, seed }: ChallengerOptions) {
  const forest = new RandomForestClassifier({
    ...{ nEstimators: 1, maxFeatures, replacement: false, seed },
    ...{ useSampleBagging: false, noOOB: true },
    treeOptions: { maxDepth, minNumSamples: 5, gainThreshold: 0 },
  });
  forest.train(
    drawn.map(({ bins }) => bins),
    drawn.map(({ label }) => label),
  );
  const { indexes, estimators } = forest.toJSON().baseModel;
  const [tree] = estimators as unknown as { root: CartNode }[];
  return { root: tree?.root ?? {}, features: indexes[0] ?? [] };
}

/** @throws ModelTextError where the text is not a challenger's */
export function parseChallenger(text: string): Challenger {
  const reader = readModelText(text, "challenger");
  const featureNames = readFeatureNames(reader);
  const trees = readTrees(reader.object("trees"), featureNames.length);
  return challengerOf(trees, featureNames, reader.numbers("importances"));
}

function challengerOf(
  trees: TreeEnsemble,
  featureNames: readonly string[],
  importances: readonly number[],
): Challenger {
  return {
    ...{ kind: "challenger", trees, featureNames, importances },
    predict: (row, offset = 0) => {
      checkRow(row, offset, featureNames.length);
      return shareOfVotes(trees, row, offset);
    },
    serialise: () =>
      JSON.stringify({
        ...{ format: "challenger", version: 1, featureNames, importances },
        trees: treesToJson(trees),
      }),
  };
}

function shareOfVotes(trees: TreeEnsemble, row: Float64Array, offset: number): number {
  const { treeStart, value } = trees;
  const count = treeStart.length - 1;
  let votes = 0;
  for (let tree = 0; tree < count; tree += 1) {
    votes += value[leafOf(trees, treeStart[tree] as number, row, offset)] as number;
  }
  return (votes + 1) / (count + 2);
}

function checkTwoLabels({ featureNames, rows, labels, weights }: TrainingSet): void {
  checkFeatureRows({ rows, rowCount: labels.length, featureCount: featureNames.length });
  const weighed = checkWeights(weights, labels.length);
  const known = checkLabels(labels, labels.length).filter((_, row) => weighed[row] !== 0);
  if (known.every((label) => label === known[0])) {
    throw new RangeError(`Every one of the ${known.length} labels is ${known[0]}; give both.`);
  }
}
