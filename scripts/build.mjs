// npm run build: everything that `npm start` needs; does nothing when it is all there.
import { ensureBuilt } from "./lib/ensure-built.mjs";
import { ensureInstalled } from "./lib/ensure-installed.mjs";
import { runMain } from "./lib/say.mjs";

await runMain(async () => {
  await ensureInstalled();
  await ensureBuilt();
});
