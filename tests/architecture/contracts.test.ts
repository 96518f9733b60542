import { describe, expect, test } from "vitest";
import { allContracts } from "@/lib/contracts/all-contracts";
import type { Contract } from "@/lib/contracts/contract";
import { openApiDocument } from "@/lib/http/openapi";
import { readSources } from "../support/source-files";

interface DeclaredContract {
  name: string;
  method: string;
  path: string;
}

const DECLARATION =
  /export const (\w+) = defineContract\(\{\s*method: "([A-Z]+)",\s*path: "([^"]+)"/g;

const declared: DeclaredContract[] = readSources("lib/contracts", ".ts").flatMap(({ code }) =>
  [...code.matchAll(DECLARATION)].map(([, name = "", method = "", path = ""]) => ({
    name,
    method,
    path,
  })),
);
const routeFiles = readSources("app/api", "/route.ts");

const endpoint = ({ method, path }: { method: string; path: string }) => `${method} ${path}`;
const routeFileOf = ({ path }: { path: string }) =>
  routeFiles.find((file) => file.path === `app${path.replace(/\{(\w+)\}/g, "[$1]")}/route.ts`);
const binding = (method: string, contract = "\\w+") =>
  new RegExp(`export const ${method} = handle\\(\\s*${contract}\\b`);

test("every contract that is declared is in the list of all contracts", () => {
  expect(declared.map(endpoint).sort()).toEqual(allContracts.map(endpoint).sort());
});

test("no two contracts share an address or an operation id", () => {
  const endpoints = allContracts.map(endpoint);
  const operations = allContracts.map(({ operationId }) => operationId);
  expect(new Set(endpoints).size).toBe(endpoints.length);
  expect(new Set(operations).size).toBe(operations.length);
});

describe.each(declared)("$method $path", (contract) => {
  test("has a route that handles this very contract", () => {
    const file = routeFileOf(contract);
    expect(file?.path, `app${contract.path}/route.ts`).toBeDefined();
    expect(file?.code).toMatch(binding(contract.method, contract.name));
  });
});

describe.each(allContracts.map((contract) => [endpoint(contract), contract] as const))(
  "%s",
  (_, contract) => {
    test("describes each parameter of its path, and no other", () => {
      const inPath = [...contract.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect(parameterNames(contract).sort()).toEqual(inPath.sort());
    });

    test("is in the OpenAPI document", () => {
      const operation = operationOf(contract);
      expect(operation).toMatchObject({
        operationId: contract.operationId,
        summary: contract.summary,
      });
      expect(operation?.responses).toHaveProperty(String(contract.success.status));
    });
  },
);

test("the OpenAPI document holds nothing but contracts", () => {
  const documented = Object.entries(openApiDocument().paths ?? {}).flatMap(([path, item]) =>
    Object.keys(item ?? {}).map((method) => endpoint({ method: method.toUpperCase(), path })),
  );
  expect(documented.sort()).toEqual(allContracts.map(endpoint).sort());
});

test.each(routeFiles.filter(({ path }) => !path.includes("[...")))(
  "$path binds contracts and decides nothing",
  ({ code }) => {
    const exported = [...code.matchAll(/export (?:const|(?:async )?function) (\w+)/g)];
    const methods = exported.map(([, name = ""]) => name).filter((name) => /^[A-Z]+$/.test(name));
    expect(methods.length).toBeGreaterThan(0);
    for (const method of methods) {
      expect(code).toMatch(binding(method));
    }
  },
);

function parameterNames({ params }: Contract): string[] {
  return params && "shape" in params ? Object.keys(Object(params.shape)) : [];
}

function operationOf({ method, path }: Contract) {
  const item = openApiDocument().paths?.[path];
  return Object.entries(item ?? {}).find(([verb]) => verb === method.toLowerCase())?.[1];
}
