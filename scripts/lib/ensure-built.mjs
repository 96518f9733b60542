import { existsSync } from "node:fs";
import { bundleServer } from "./bundle-server.mjs";
import { ensureGenerated } from "./ensure-generated.mjs";
import { hashInputs } from "./hash-inputs.mjs";
import { inProject } from "./project.mjs";
import { mustRun } from "./run-command.mjs";
import { say, stopwatch } from "./say.mjs";
import { readStamp, removeStamp, writeStamp } from "./stamp.mjs";

const STAMP = inProject("dist/.build-stamp");
const RESULTS = ["dist/main.js", "dist/migrate.js", ".next/BUILD_ID"];
const INPUTS = [
  "app",
  "components",
  "lib",
  "server",
  "prisma",
  "public",
  "scripts/lib",
  "proxy.ts",
  "instrumentation.ts",
  "next.config.mjs",
  "package-lock.json",
  "postcss.config.mjs",
  "tsconfig.json",
];

/** Builds the pages and the server, unless the last build was made from these very files. */
export async function ensureBuilt() {
  await ensureGenerated();
  const hash = hashInputs(INPUTS);
  if (readStamp(STAMP) === hash && RESULTS.every((file) => existsSync(inProject(file)))) {
    say("The build is up to date.");
    return;
  }
  say("Building the pages and the server (1 to 2 minutes, only after a change).");
  const elapsed = stopwatch();
  removeStamp(STAMP);
  await bundleServer();
  await buildPages();
  writeStamp(STAMP, hash);
  say(`Built in ${elapsed()}.`);
}

async function buildPages() {
  await mustRun(process.execPath, [inProject("node_modules/next/dist/bin/next"), "build"], {
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    fault: "next build failed; its messages are above.",
  });
}
