import { expect, test } from "vitest";
import { routes } from "@/generated/routes";
import { allContracts } from "@/lib/contracts/all-contracts";
import aliases from "@/lib/http/aliases.json";
import { readSources } from "../support/source-files";

const patterns = routes.map(({ pattern }) => pattern);
const routeFiles = readSources("app/api", "/route.ts").filter(({ path }) => !path.includes("[..."));

test.each(routeFiles)("$path is in the server's route table", ({ path }) => {
  const pattern = path
    .replace(/^app/, "")
    .replace(/\/route\.ts$/, "")
    .replace(/\/\([^)]+\)/g, "")
    .replace(/\[(\w+)\]/g, "{$1}");
  expect(patterns).toContain(pattern);
});

test("the route table holds every contract's method and nothing that has no file", () => {
  const answered = routes.flatMap(({ pattern, module }) =>
    Object.keys(module)
      .filter((name) => /^(?:GET|POST|PUT|PATCH|DELETE)$/.test(name))
      .map((method) => `${method} ${pattern}`),
  );
  expect(answered.sort()).toEqual(
    allContracts.map(({ method, path }) => `${method} ${path}`).sort(),
  );
  expect(routes).toHaveLength(routeFiles.length);
});

test("a fixed address stands before a parameter that would swallow it", () => {
  for (const [index, pattern] of patterns.entries()) {
    const swallows = new RegExp(
      `^${pattern.replaceAll(".", "\\.").replace(/\{\w+\}/g, "[^/{]+")}$`,
    );
    expect(patterns.slice(index + 1).filter((later) => swallows.test(later))).toEqual([]);
  }
});

test.each(aliases)("the alias $from leads to routes that exist", ({ to }) => {
  const isBelow = to.endsWith("/*");
  const target = to.replace(/\*$/, "");
  const hits = patterns.filter((pattern) =>
    isBelow ? pattern.startsWith(target) : pattern === to,
  );
  expect(hits).not.toEqual([]);
});
