import { expect, test } from "vitest";
import { readSources, type SourceFile } from "../support/source-files";

const MAX_LINES = 250;
const CODE = [".ts", ".tsx", ".mjs"];

const production = ["app", "components", "lib", "server"].flatMap((folder) =>
  readSources(folder, ...CODE),
);
const everything = [
  ...production,
  ...["bench", "scripts", "tests"].flatMap((folder) => readSources(folder, ...CODE)),
];
const domains = production.filter(({ path }) =>
  /^lib\/(?:ame|audit|automation|background|governance|integrations|jobs|packs|rules|scenarios|workflows)\//.test(
    path,
  ),
);

const NEXT_DEFAULT_EXPORT =
  /^app\/(?:.+\/)?(?:page|layout|loading|error|not-found|global-error|default|template|sitemap|robots)\.tsx?$/;

/** The paths of the files that break a rule; a test expects none. */
function offenders(files: SourceFile[], breaks: (file: SourceFile) => boolean): string[] {
  return files.filter(breaks).map(({ path }) => path);
}

test(`no file has more than ${MAX_LINES} lines of text`, () => {
  const linesOf = (source: string) => source.split("\n").filter((line) => line.trim() !== "");
  expect(offenders(everything, ({ source }) => linesOf(source).length > MAX_LINES)).toEqual([]);
});

test("every file is named in kebab-case", () => {
  const kebab = /\/[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z]+)+$/;
  expect(offenders(everything, ({ path }) => !kebab.test(path))).toEqual([]);
});

test("only Next's own files have a default export", () => {
  const isNamed = everything.filter(({ path }) => !NEXT_DEFAULT_EXPORT.test(path));
  expect(offenders(isNamed, ({ code }) => /^export default\b/m.test(code))).toEqual([]);
});

test("the environment is read in one place", () => {
  const others = production.filter(({ path }) => path !== "lib/platform/settings.ts");
  expect(offenders(others, ({ code }) => code.includes("process.env"))).toEqual([]);
});

test("production code logs through the logger, never the console", () => {
  expect(offenders(production, ({ code }) => /\bconsole\.\w+\(/.test(code))).toEqual([]);
});

test("a domain is given the time, chance and ids", () => {
  const reaches = /\bDate\.now\(\)|\bnew Date\(\)|\bMath\.random\(|\brandomUUID\(/;
  expect(offenders(domains, ({ code }) => reaches.test(code))).toEqual([]);
});

test("the three databases have the same migrations", () => {
  const namesOf = (provider: string) =>
    readSources(`prisma/migrations/${provider}`, ".sql").map(({ path }) => path.split("/").at(-1));
  expect(namesOf("postgresql")).toEqual(namesOf("sqlite"));
  expect(namesOf("mysql")).toEqual(namesOf("sqlite"));
});
