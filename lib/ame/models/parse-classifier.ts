import { parseChallenger } from "./challenger";
import { parseChampion } from "./champion";
import type { Classifier, ClassifierKind } from "./classifier";
import { parsePolicyTree } from "./policy-tree";

const PARSERS: Record<ClassifierKind, (text: string) => Classifier> = {
  champion: parseChampion,
  challenger: parseChallenger,
  policy_tree: parsePolicyTree,
};

/** @throws ModelTextError where the text is not what a classifier of that kind serialises to */
export function parseClassifier(kind: ClassifierKind, text: string): Classifier {
  return PARSERS[kind](text);
}
