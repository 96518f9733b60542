// npm run ame:rebuild: works on a fresh clone, and in a build without its sources.
import { existsSync } from "node:fs";
import { bundleServer } from "./lib/bundle-server.mjs";
import { ensureGenerated } from "./lib/ensure-generated.mjs";
import { ensureInstalled } from "./lib/ensure-installed.mjs";
import { inProject } from "./lib/project.mjs";
import { runMain } from "./lib/say.mjs";

await runMain(async () => {
  if (!existsSync(inProject("dist/ame.js"))) {
    await ensureInstalled();
    await ensureGenerated();
    await bundleServer();
  }
  await import(inProject("dist/ame.js"));
});
