import { rmSync } from "node:fs";
import { findChromium } from "./find-chromium.mjs";
import { inProject } from "./project.mjs";
import { runNode } from "./run-command.mjs";
import { noResults, readPlaywrightReport, readVitestReport } from "./test-results.mjs";

const VITEST = inProject("node_modules/vitest/vitest.mjs");
const PLAYWRIGHT = inProject("node_modules/@playwright/test/cli.js");
const NO_CHROMIUM = "no Chromium found; install it or set CHROMIUM_PATH";

/** Runs the test files below the given folders of tests/. */
export function runVitest(groups) {
  const report = inProject("test-results/vitest.json");
  const folders = groups.map((group) => `tests/${group}/`);
  const args = [VITEST, "run", "--passWithNoTests", ...folders];
  return collect("Vitest", report, () => runNode(args), readVitestReport);
}

/** Runs the browser tests; without a browser each is skipped by name, and fails in CI. */
export async function runPlaywright() {
  const report = inProject("test-results/playwright.json");
  const hasChromium = findChromium() !== undefined;
  const args = [PLAYWRIGHT, "test", "--pass-with-no-tests"];
  const run = (more, reporter, stdio) =>
    runNode([...args, ...more, `--reporter=${reporter}`], {
      stdio,
      env: { ...process.env, PLAYWRIGHT_JSON_OUTPUT_FILE: report, FORCE_COLOR: "0" },
    });
  if (hasChromium) {
    return collect(
      "Playwright",
      report,
      () => run([], "line,json", "inherit"),
      readPlaywrightReport,
    );
  }
  const listed = await collect(
    "Playwright",
    report,
    () => run(["--list"], "json", ["ignore", "ignore", "inherit"]),
    readPlaywrightReport,
  );
  return withoutBrowser(listed);
}

/** A listed test has not run; the report calls it skipped. */
function withoutBrowser(listed) {
  const names = listed.skipped.map((name) => `${name}: ${NO_CHROMIUM}`);
  return process.env.CI
    ? { passed: 0, failed: [...listed.failed, ...names], skipped: [] }
    : { passed: 0, failed: listed.failed, skipped: names };
}

/** A runner that dies, or fails without naming a test, counts as one failure. */
async function collect(runner, report, run, read) {
  rmSync(report, { force: true });
  const code = await run();
  try {
    const results = read(report);
    if (code !== 0 && results.failed.length === 0) {
      results.failed.push(`${runner} ended with code ${code}; its messages are above`);
    }
    return results;
  } catch (error) {
    return { ...noResults(), failed: [`${runner} ended with code ${code}: ${error.message}`] };
  }
}
