import { execFile } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { hashInputs } from "./hash-inputs.mjs";
import { inProject, root } from "./project.mjs";
import { routeTableSource } from "./route-table.mjs";
import { Fault, say, stopwatch } from "./say.mjs";
import { readStamp, removeStamp, writeStamp } from "./stamp.mjs";

const PROVIDERS = ["sqlite", "postgresql", "mysql"];
const STAMP = inProject("generated/.stamp");
const ROUTES = inProject("generated/routes.ts");
const INPUTS = ["prisma/models.prisma", "prisma/datasources", "scripts/lib/ensure-generated.mjs"];

/** Writes the Prisma clients and the API's route table where their inputs have changed. */
export async function ensureGenerated() {
  writeRouteTable();
  const hash = `${hashInputs(INPUTS)} prisma ${prismaVersion()}`;
  if (readStamp(STAMP) === hash && PROVIDERS.every(hasClient)) {
    return;
  }
  say("Generating the database clients (about 10 seconds).");
  const elapsed = stopwatch();
  removeStamp(STAMP);
  await Promise.all(PROVIDERS.map(generateClient));
  writeStamp(STAMP, hash);
  say(`Database clients generated in ${elapsed()}.`);
}

function writeRouteTable() {
  const source = routeTableSource();
  if (!existsSync(ROUTES) || readFileSync(ROUTES, "utf8") !== source) {
    mkdirSync(path.dirname(ROUTES), { recursive: true });
    writeFileSync(ROUTES, source);
  }
}

function prismaVersion() {
  return JSON.parse(readFileSync(inProject("node_modules/prisma/package.json"), "utf8")).version;
}

function hasClient(provider) {
  return existsSync(inProject("generated", provider, "client.ts"));
}

/** One folder per provider: its datasource beside the models that all three share. */
async function generateClient(provider) {
  const folder = inProject("generated/schema", provider);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  copyFileSync(
    inProject("prisma/datasources", `${provider}.prisma`),
    path.join(folder, "schema.prisma"),
  );
  copyFileSync(inProject("prisma/models.prisma"), path.join(folder, "models.prisma"));
  const prismaCli = fileURLToPath(import.meta.resolve("prisma/build/index.js"));
  const run = promisify(execFile)(process.execPath, [prismaCli, "generate", "--schema", folder], {
    cwd: root,
    env: {
      ...process.env,
      // The CLI would download a schema engine that `generate` does not need.
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      PRISMA_HIDE_UPDATE_MESSAGE: "1",
      CHECKPOINT_DISABLE: "1",
    },
  });
  await run.catch((error) => {
    throw new Fault(`The ${provider} client could not be generated.\n${error.stderr}`);
  });
}
