import { beforeAll, describe, expect, test } from "vitest";
import { allContracts } from "@/lib/contracts/all-contracts";
import { request } from "../support/api";
import { LANES } from "../support/server";
import { useServer } from "./support/use-server";

type Json = Awaited<ReturnType<typeof request>>["json"];

const METHODS = ["get", "post", "put", "patch", "delete"];

describe.each(LANES)("the OpenAPI document over %s", (lane) => {
  const server = useServer({ lane });
  let document: Json;

  beforeAll(async () => {
    const answer = await request(server, "GET", "/api/openapi.json");
    expect(answer.status).toBe(200);
    document = answer.json;
  });

  const operations = () =>
    Object.entries<Json>(document.paths).flatMap(([path, item]) =>
      Object.entries<Json>(item).map(([method, operation]) => ({ path, method, operation })),
    );

  test("is OpenAPI 3.1 with a title, a version and paths", () => {
    expect(document.openapi).toMatch(/^3\.1\.\d+$/);
    expect(document.info).toMatchObject({ title: "Control Tower", version: expect.any(String) });
    expect(Object.keys(document.paths).every((path) => path.startsWith("/api/"))).toBe(true);
    expect(operations().every(({ method }) => METHODS.includes(method))).toBe(true);
  });

  test("names every endpoint, and no other", () => {
    const documented = operations().map(({ method, path }) => `${method.toUpperCase()} ${path}`);
    expect(documented.sort()).toEqual(
      allContracts.map(({ method, path }) => `${method} ${path}`).sort(),
    );
  });

  test("gives every operation an id of its own, a summary, a tag and answers", () => {
    const ids = operations().map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { operation } of operations()) {
      expect(operation.summary).toEqual(expect.any(String));
      expect(operation.tags).toHaveLength(1);
    }
  });

  test("gives every answer a description and a body, but 304, and errors of one type", () => {
    const answers = operations().flatMap(({ operation }) =>
      Object.entries<Json>(operation.responses),
    );
    for (const [status, answer] of answers) {
      expect(status).toMatch(/^[2-5]\d\d$/);
      expect(answer.description).toEqual(expect.any(String));
      const types = Object.keys(answer.content ?? {});
      expect([status, types.length === 0]).toEqual([status, status === "304"]);
      expect(status < "400" || types.join()).toBeOneOf([true, "application/problem+json"]);
    }
  });

  test("declares each path parameter as required, and only those in the path", () => {
    for (const { path, operation } of operations()) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const declared = (operation.parameters ?? []).filter(
        (parameter: Json) => parameter.in === "path",
      );
      expect(declared.map(({ name }: Json) => name).sort()).toEqual(inPath.sort());
      expect(declared.every(({ required }: Json) => required === true)).toBe(true);
    }
  });

  test("every reference leads somewhere", () => {
    for (const reference of referencesIn(document)) {
      expect(reference).toMatch(/^#\//);
      const steps = reference.slice(2).split("/");
      const target = steps.reduce<Json>((value, step) => value?.[step], document);
      expect(target, reference).toBeDefined();
    }
  });

  test("asks for the key everywhere but at the public endpoints", () => {
    expect(document.components.securitySchemes.apiKey).toEqual({
      type: "apiKey",
      in: "header",
      name: "X-API-Key",
    });
    expect(document.security).toEqual([{ apiKey: [] }, { bearer: [] }, { session: [] }]);
    const open = operations().filter(({ operation }) => operation.security?.length === 0);
    expect(open.map(({ path }) => path).sort()).toEqual(
      allContracts
        .filter(({ permission }) => permission === "public")
        .map(({ path }) => path)
        .sort(),
    );
  });

  test("describes a body exactly where one is read", () => {
    for (const { path, method, operation } of operations()) {
      const contract = allContracts.find(
        (one) => one.path === path && one.method.toLowerCase() === method,
      );
      const schema = operation.requestBody?.content["application/json"].schema;
      expect([path, method, schema !== undefined]).toEqual([path, method, Boolean(contract?.body)]);
    }
  });
});

function referencesIn(value: Json): string[] {
  if (typeof value !== "object" || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([key, inner]) =>
    key === "$ref" && typeof inner === "string" ? [inner] : referencesIn(inner),
  );
}
