import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { inProject, root } from "./project.mjs";

/** Every file below the given files and folders, relative to the project, sorted. */
export function listFiles(inputs) {
  return inputs.flatMap((input) => filesBelow(inProject(input))).sort();
}

/**
 * SHA-256 over the names and contents of files and folders; what does not exist counts as empty.
 * @param {string[]} inputs relative to the project's folder
 */
export function hashInputs(inputs) {
  const hash = createHash("sha256");
  for (const file of listFiles(inputs)) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(inProject(file)))
      .update("\0");
  }
  return hash.digest("hex");
}

function filesBelow(target) {
  if (!existsSync(target)) {
    return [];
  }
  if (statSync(target).isFile()) {
    return [relative(target)];
  }
  return readdirSync(target, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(path.join(entry.parentPath, entry.name)));
}

function relative(file) {
  return path.relative(root, file).split(path.sep).join("/");
}
