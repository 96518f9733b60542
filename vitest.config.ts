import { defineConfig } from "vitest/config";
import type { Reporter } from "vitest/node";

/** Puts the reason given to `context.skip(reason)` where the JSON report shows it. */
const skipReasons: Reporter = {
  onTestCaseResult(testCase) {
    const result = testCase.result();
    if (result.state === "skipped" && result.note) {
      Object.assign(testCase.meta(), { skipReason: result.note });
    }
  },
};

export default defineConfig({
  resolve: { alias: { "@": import.meta.dirname } },
  test: {
    include: ["tests/{unit,architecture,db,api}/**/*.test.ts"],
    reporters: ["default", skipReasons, ["json", { outputFile: "test-results/vitest.json" }]],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // One more than cores are had in CI: many wait for servers, databases and clocks.
    maxWorkers: 3,
    // A test that forgets to say where its database is must not touch the developer's.
    env: { DATABASE_URL: "file:./test-results/forgotten.db", LOG_LEVEL: "silent" },
  },
});
