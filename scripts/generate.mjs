// npm run generate: one Prisma client per database from the shared models, and the route table.
import { ensureGenerated } from "./lib/ensure-generated.mjs";
import { ensureInstalled } from "./lib/ensure-installed.mjs";
import { runMain } from "./lib/say.mjs";

await runMain(async () => {
  await ensureInstalled();
  await ensureGenerated();
});
