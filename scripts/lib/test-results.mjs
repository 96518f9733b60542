import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { root } from "./project.mjs";

/**
 * @typedef {object} Results
 * @property {number} passed
 * @property {string[]} failed names
 * @property {string[]} skipped names, with the reason where one was given
 */

/** @returns {Results} */
export function noResults() {
  return { passed: 0, failed: [], skipped: [] };
}

/** Reads Vitest's JSON report; a file that could not be loaded counts as one failure. */
export function readVitestReport(file) {
  const results = noResults();
  for (const { name, status, assertionResults } of readReport(file).testResults) {
    const where = path.relative(root, name);
    if (status === "failed" && assertionResults.length === 0) {
      results.failed.push(`${where} (could not be loaded)`);
    }
    for (const assertion of assertionResults) {
      const label = `${where} › ${assertion.fullName}`;
      count(results, assertion.status, withReason(label, assertion.meta?.skipReason));
    }
  }
  return results;
}

/** Reads Playwright's JSON report; a flaky test, which passed on a retry, counts as failed. */
export function readPlaywrightReport(file) {
  const results = noResults();
  const report = readReport(file);
  for (const spec of report.suites.flatMap((suite) => specsOf(suite))) {
    for (const test of spec.tests) {
      const reason = test.annotations.find(({ type }) => type === "skip")?.description;
      const name = `tests/e2e/${spec.file} › ${spec.titles.join(" › ")}`;
      count(results, PLAYWRIGHT_STATUS[test.status], withReason(name, reason));
    }
  }
  results.failed.push(...report.errors.map(({ message }) => firstLine(message)));
  return results;
}

const PLAYWRIGHT_STATUS = { expected: "passed", skipped: "skipped" };

function specsOf(suite, titles = []) {
  const inner = (suite.suites ?? []).flatMap((child) => specsOf(child, [...titles, child.title]));
  const own = (suite.specs ?? []).map((spec) => ({ ...spec, titles: [...titles, spec.title] }));
  return [...own, ...inner];
}

function count(results, status, name) {
  if (status === "passed") {
    results.passed += 1;
  } else if (["skipped", "pending", "todo", "disabled"].includes(status)) {
    results.skipped.push(name);
  } else {
    results.failed.push(name);
  }
}

function withReason(name, reason) {
  return reason ? `${name}: ${reason}` : name;
}

/** @param {Results[]} all */
export function addResults(all) {
  return {
    passed: all.reduce((sum, { passed }) => sum + passed, 0),
    failed: all.flatMap(({ failed }) => failed),
    skipped: all.flatMap(({ skipped }) => skipped),
  };
}

function readReport(file) {
  if (!existsSync(file)) {
    throw new Error(`no report was written to ${path.relative(root, file)}`);
  }
  return JSON.parse(readFileSync(file, "utf8"));
}

function firstLine(text) {
  return String(text).split("\n")[0];
}
