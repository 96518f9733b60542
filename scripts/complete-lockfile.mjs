// Run after `npm install` changed package-lock.json on a machine whose registry lacks packages for
// other platforms: npm then leaves those out, and `npm ci` refuses the lock it wrote itself. This
// adds each missing optional package with its exact version and the platform its name tells.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

const SYSTEMS = [
  "android",
  "darwin",
  "freebsd",
  "linux",
  "netbsd",
  "openbsd",
  "openharmony",
  "win32",
];
const PROCESSORS = [
  "arm",
  "arm64",
  "ia32",
  "loong64",
  "ppc64",
  "riscv64",
  "s390x",
  "wasm32",
  "x64",
];

const file = path.resolve(import.meta.dirname, "../package-lock.json");
const lock = JSON.parse(readFileSync(file, "utf8"));
const before = Object.keys(lock.packages).length;

for (const [from, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (isExact(version) && !isLocked(from, name)) {
      lock.packages[`node_modules/${name}`] = lockEntry(name, version, entry);
    }
  }
}

const sorted = Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, "en"));
lock.packages = Object.fromEntries(sorted);
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${sorted.length - before} packages added to package-lock.json`);

function isExact(version) {
  return /^\d+\.\d+\.\d+/.test(version);
}

/** Looks where Node would: beside the dependant, then in each folder above it. */
function isLocked(from, name) {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf("/node_modules/")))) {
    if (lock.packages[`${at ? `${at}/` : ""}node_modules/${name}`]) {
      return true;
    }
    if (at === "") {
      return false;
    }
  }
}

function lockEntry(name, version, dependant) {
  const words = name.split("/").at(-1).split("-");
  const os = SYSTEMS.find((system) => words.includes(system));
  const cpu = PROCESSORS.find((processor) => words.includes(processor));
  return {
    version,
    ...(cpu && { cpu: [cpu] }),
    ...(dependant.dev && { dev: true }),
    ...(words.includes("musl") && { libc: ["musl"] }),
    ...(words.includes("gnu") && os === "linux" && { libc: ["glibc"] }),
    ...(dependant.license && { license: dependant.license }),
    optional: true,
    ...(os && { os: [os] }),
  };
}
