// npm test [-- group …]: every test, or only the groups named; the last line counts them.
import { ensureBuilt } from "./lib/ensure-built.mjs";
import { ensureGenerated } from "./lib/ensure-generated.mjs";
import { ensureInstalled } from "./lib/ensure-installed.mjs";
import { Fault, runMain } from "./lib/say.mjs";
import { addResults } from "./lib/test-results.mjs";
import { runPlaywright, runVitest } from "./lib/test-runners.mjs";

const IN_PROCESS = ["unit", "architecture", "db"];
const WITH_SERVER = ["api", "e2e"];
const GROUPS = [...IN_PROCESS, ...WITH_SERVER];

await runMain(async () => {
  const groups = chosenGroups(process.argv.slice(2));
  await ensureInstalled();
  await (groups.some((group) => WITH_SERVER.includes(group)) ? ensureBuilt() : ensureGenerated());
  const results = addResults(await runGroups(groups));
  report(results);
  return results.failed.length === 0 ? 0 : 1;
});

function chosenGroups(names) {
  const unknown = names.filter((name) => !GROUPS.includes(name));
  if (unknown.length > 0) {
    throw new Fault(`Unknown test group: ${unknown.join(", ")}. Choose from ${GROUPS.join(", ")}.`);
  }
  return names.length > 0 ? GROUPS.filter((group) => names.includes(group)) : GROUPS;
}

async function runGroups(groups) {
  const forVitest = groups.filter((group) => group !== "e2e");
  const results = [];
  if (forVitest.length > 0) {
    results.push(await runVitest(forVitest));
  }
  if (groups.includes("e2e")) {
    results.push(await runPlaywright());
  }
  return results;
}

function report({ passed, failed, skipped }) {
  printNames("Failed", failed);
  printNames("Skipped", skipped);
  console.log(`\n${passed} passed, ${failed.length} failed, ${skipped.length} skipped`);
}

function printNames(title, names) {
  if (names.length > 0) {
    console.log(`\n${title}:\n${names.map((name) => `  - ${name}`).join("\n")}`);
  }
}
