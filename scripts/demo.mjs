// npm run demo: installs and builds what is missing, then runs the server in demo mode.
import { ensureBuilt } from "./lib/ensure-built.mjs";
import { ensureInstalled } from "./lib/ensure-installed.mjs";
import { inProject } from "./lib/project.mjs";
import { runNode } from "./lib/run-command.mjs";
import { runMain, say } from "./lib/say.mjs";

await runMain(async () => {
  await ensureInstalled();
  await ensureBuilt();
  say("Starting the server; Ctrl+C stops it.");
  const ENVIRONMENT = process.env.ENVIRONMENT || "demo";
  return runNode([inProject("dist/main.js")], { env: { ...process.env, ENVIRONMENT } });
});
