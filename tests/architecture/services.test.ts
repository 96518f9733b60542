import { describe, expect, test } from "vitest";
import { readSources, type SourceFile } from "../support/source-files";

const lib = readSources("lib", ".ts");
const byPath = new Map(lib.map((file) => [file.path, file]));
const mutations = lib.filter(({ code }) => code.includes("inTransaction(ctx"));
const outsideRepositories = lib.filter(({ path }) => !path.endsWith("-repository.ts"));

const MODEL_CALL =
  /\b(?:db|tx\.db|ctx\.db)\.\w+\.(?:find|create|update|delete|upsert|count|aggregate|groupBy)/;
const RAW_SQL = /\$(?:query|execute)Raw/;

test("there are services that change something", () => {
  expect(mutations.length).toBeGreaterThan(0);
});

describe.each(mutations)("$path", (file) => {
  test("checks a permission before it opens the transaction", () => {
    const check = file.code.search(/requirePermission\(\s*ctx,/);
    expect(check).toBeGreaterThan(-1);
    expect(check).toBeLessThan(file.code.indexOf("inTransaction(ctx"));
  });

  test("leaves an audit entry in that transaction, itself or through what it calls", () => {
    expect(withImports(file, 3).some(({ code }) => /recordAudit\(\s*tx,/.test(code))).toBe(true);
  });
});

test("queries stand in repositories alone", () => {
  const queries = outsideRepositories.filter(({ code }) => MODEL_CALL.test(code));
  expect(queries.map(({ path }) => path)).toEqual([]);
});

test("raw SQL stands in repositories and in lib/db", () => {
  const others = outsideRepositories.filter(({ path }) => !path.startsWith("lib/db/"));
  expect(others.filter(({ code }) => RAW_SQL.test(code)).map(({ path }) => path)).toEqual([]);
});

test("an audit entry is written in the transaction, never beside it", () => {
  const beside = lib.filter(({ code }) => /recordAudit\(\s*ctx,/.test(code));
  expect(beside.map(({ path }) => path)).toEqual([]);
});

/** The file and what it imports from lib, directly or over at most `depth` imports. */
function withImports(file: SourceFile, depth: number): SourceFile[] {
  if (depth === 0) {
    return [file];
  }
  const imported = [...file.code.matchAll(/from "(\.\/|@\/)([^"]+)"/g)].flatMap(
    ([, start, rest]) => {
      const folder = file.path.slice(0, file.path.lastIndexOf("/"));
      const found = byPath.get(`${start === "@/" ? rest : `${folder}/${rest}`}.ts`);
      return found ? [found] : [];
    },
  );
  return [file, ...imported.flatMap((next) => withImports(next, depth - 1))];
}
