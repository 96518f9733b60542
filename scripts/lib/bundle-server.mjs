import { existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { inProject, root } from "./project.mjs";

/** What `node dist/<name>.js` can start. */
const ENTRIES = {
  server: "server/main.ts",
  migrate: "server/migrate.ts",
  ame: "server/ame.ts",
  audit: "server/audit.ts",
};

// React and Next decide for development or production while they load, before server/main.ts runs.
const LAUNCHER = `process.env.NODE_ENV ??= "production";
await import("./server.js");
`;

/** Bundles the project's own code for Node into dist/; packages stay in node_modules. */
export async function bundleServer() {
  const { build } = await import("esbuild");
  emptyFolder(inProject("dist"));
  await build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(
      Object.entries(ENTRIES).map(([name, file]) => [name, inProject(file)]),
    ),
    outdir: inProject("dist"),
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    packages: "external",
    alias: { "@": root },
    jsx: "automatic",
    sourcemap: true,
    chunkNames: "chunks/[name]-[hash]",
    logLevel: "warning",
  });
  writeFileSync(inProject("dist/main.js"), LAUNCHER);
}

function emptyFolder(folder) {
  if (!existsSync(folder)) {
    return;
  }
  for (const name of readdirSync(folder)) {
    rmSync(`${folder}/${name}`, { recursive: true, force: true });
  }
}
