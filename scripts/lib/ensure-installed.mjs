import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { checkNode } from "./check-node.mjs";
import { inProject } from "./project.mjs";
import { mustRun } from "./run-command.mjs";
import { say, stopwatch } from "./say.mjs";

/** Installs the packages of package-lock.json when node_modules lacks them or holds others. */
export async function ensureInstalled() {
  checkNode();
  const reason = whyInstall();
  if (reason) {
    await install(reason);
  }
}

/** @returns {string | undefined} undefined when node_modules matches package-lock.json */
function whyInstall() {
  const installedFile = inProject("node_modules/.package-lock.json");
  if (!existsSync(installedFile)) {
    return "no packages are installed yet";
  }
  const wanted = readPackages(inProject("package-lock.json"));
  const installed = readPackages(installedFile);
  for (const [name, { version, optional }] of Object.entries(wanted)) {
    const found = installed[name]?.version;
    if (name !== "" && found !== version && !(optional && !found)) {
      return `${name} is ${found ?? "missing"}, package-lock.json wants ${version}`;
    }
  }
  return undefined;
}

function readPackages(file) {
  return JSON.parse(readFileSync(file, "utf8")).packages;
}

async function install(reason) {
  say(`Installing packages with npm ci (${reason}).`);
  say("This takes 1 to 4 minutes; better-sqlite3 is compiled when no ready-made one fits.");
  const elapsed = stopwatch();
  const [command, ...first] = npmCommand();
  await mustRun(command, [...first, "ci", "--include=dev", "--no-audit", "--no-fund"], {
    env: { ...process.env, ...headerSettings() },
    shell: process.platform === "win32",
    fault: "npm ci failed; its messages are above. Mend what it names and run the command again.",
  });
  say(`Packages installed in ${elapsed()}.`);
}

/** The npm that started this script, or the one on the path. */
function npmCommand() {
  const script = process.env.npm_execpath;
  return script?.endsWith(".js") ? [process.execPath, script] : ["npm"];
}

/** Node's own C++ headers, where they are installed, spare the compiler a download. */
function headerSettings() {
  const prefix = path.resolve(process.execPath, "../..");
  const known = process.env.npm_config_nodedir;
  return !known && existsSync(path.join(prefix, "include/node/node.h"))
    ? { npm_config_nodedir: prefix }
    : {};
}
