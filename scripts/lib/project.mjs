import path from "node:path";

/** The project's folder; every script works from here, whatever the shell's directory is. */
export const root = path.resolve(import.meta.dirname, "../..");

/** @param {...string} parts below the project's folder */
export function inProject(...parts) {
  return path.join(root, ...parts);
}
