import type { Gate } from "./ml/gate";
import { measureBoosting } from "./ml/measure-boosting";
import { measureIsolation } from "./ml/measure-isolation";
import { askScikitLearn } from "./ml/scikit-learn";

/** Holds the models against scikit-learn's, prints a table and fails when a target is missed. */
function main(): void {
  const { source, classifiers, forests } = askScikitLearn();
  print(`scikit-learn: ${source}; times are CPU, but for p99\n`);
  const gates = [
    ...Object.entries(classifiers).flatMap(([set, figures]) => measureBoosting(set, figures)),
    ...Object.entries(forests).flatMap(([set, figures]) => measureIsolation(set, figures)),
  ];
  print(`| | set | target | measured |\n|---|---|---|---|\n${gates.map(lineOf).join("\n")}`);
  const missed = gates.filter(({ holds }) => !holds).length;
  print(`\n${gates.length - missed} of ${gates.length} targets hold`);
  process.exitCode = missed === 0 ? 0 : 1;
}

function lineOf({ set, target, figure, holds }: Gate): string {
  return `| ${holds ? "pass" : "MISS"} | ${set} | ${target} | ${figure} |`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

main();
