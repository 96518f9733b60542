import { defineConfig, devices } from "@playwright/test";
import { findChromium } from "./scripts/lib/find-chromium.mjs";

const chromium = findChromium();

/** No traffic of the browser's own, and no sandbox, which containers running as root cannot give. */
const CHROMIUM_FLAGS = [
  "--no-sandbox",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-default-apps",
  "--disable-domain-reliability",
  "--disable-gpu",
  "--disable-sync",
  "--no-first-run",
  "--no-pings",
];

// The tests start the servers they need themselves (tests/support/server.ts).
export default defineConfig({
  testDir: "tests/e2e",
  outputDir: "test-results/e2e",
  workers: 2,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  forbidOnly: Boolean(process.env["CI"]),
  use: {
    ...devices["Desktop Chrome"],
    // What fades is neither readable nor still while it does.
    contextOptions: { reducedMotion: "reduce" },
    screenshot: "only-on-failure",
    // Traces of every test cost a quarter of the run; TRACE=1 keeps those of failures.
    trace: process.env["TRACE"] ? "retain-on-failure" : "off",
    launchOptions: { args: CHROMIUM_FLAGS, ...(chromium ? { executablePath: chromium } : {}) },
  },
});
