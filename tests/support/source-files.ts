import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

export interface SourceFile {
  /** relative to the project's folder, with forward slashes */
  readonly path: string;
  readonly source: string;
  /** without comments, so that a rule never trips over an explanation */
  readonly code: string;
}

const root = path.resolve(import.meta.dirname, "../..");

/** Every file below a folder whose name ends in one of the endings; none when there is no folder. */
export function readSources(folder: string, ...endings: string[]): SourceFile[] {
  return listNames(folder)
    .filter((name) => endings.some((ending) => name.endsWith(ending)))
    .sort()
    .map((name) => {
      const source = readFileSync(path.join(root, folder, name), "utf8");
      return { path: `${folder}/${name}`, source, code: withoutComments(source) };
    });
}

function listNames(folder: string): string[] {
  try {
    return readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" }).map((name) =>
      name.split(path.sep).join("/"),
    );
  } catch {
    return [];
  }
}

function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "$1");
}
