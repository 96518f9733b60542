import { Validator } from "@seriousme/openapi-schema-validator";
import { describe, expect, test } from "vitest";
import { allContracts } from "@/lib/contracts/all-contracts";
import type { Contract } from "@/lib/contracts/contract";
import { problemSchema } from "@/lib/contracts/error-code";
import { openApiDocument } from "@/lib/http/openapi";

// biome-ignore lint/suspicious/noExplicitAny: the document is asserted on as plain JSON
type Json = any;

const document: Json = JSON.parse(JSON.stringify(openApiDocument()));
const operationOf = ({ method, path }: Contract): Json =>
  document.paths[path][method.toLowerCase()];
const headersOf = (contract: Contract): string[] =>
  (operationOf(contract).parameters ?? [])
    .filter(({ in: place }: Json) => place === "header")
    .map(({ name }: Json) => name);

test("the document is valid OpenAPI 3.1 in the eyes of another's validator", async () => {
  const result = await new Validator().validate(document);
  expect(result.errors ?? []).toEqual([]);
  expect(result.valid).toBe(true);
});

test("every tag in use is described", () => {
  const described = document.tags.map(({ name }: Json) => name).sort();
  expect(described).toEqual([...new Set(allContracts.map(({ tag }) => tag))].sort());
});

describe.each(allContracts.map((contract) => [contract.operationId, contract] as const))(
  "the document of %s",
  (_, contract) => {
    const operation = operationOf(contract);

    test("shows a body that the contract takes", () => {
      const example = operation.requestBody?.content["application/json"].example;
      expect(example !== undefined).toBe(contract.body !== undefined);
      if (contract.body) {
        expect(contract.body.safeParse(example).error?.issues ?? []).toEqual([]);
        expect(JSON.stringify(example)).not.toBe("{}");
      }
    });

    test("shows a success that the contract gives", () => {
      const { status, answer, contentTypes = ["application/json"] } = contract.success;
      const [contentType = ""] = contentTypes;
      const { example } = operation.responses[status].content[contentType];
      expect(example).toBeDefined();
      if (contentType === "application/json") {
        expect(answer.safeParse(example).error?.issues ?? []).toEqual([]);
      }
    });

    test("shows each of its errors as a problem of that status", () => {
      const errors = Object.entries<Json>(operation.responses).filter(
        ([status]) => status >= "400",
      );
      expect(errors.length).toBeGreaterThan(0);
      for (const [status, { content, headers }] of errors) {
        const examples = Object.values<Json>(content["application/problem+json"].examples);
        expect(examples.length).toBeGreaterThan(0);
        for (const { value } of examples) {
          expect(problemSchema.strict().parse(value).status).toBe(Number(status));
        }
        expect(headers).toHaveProperty("X-Request-Id");
      }
    });

    test("names the headers that make it happen once, or to one version", () => {
      const { method, permission, idempotency } = contract;
      const isOnce = method === "POST" && permission !== "public" && idempotency !== "never";
      const statuses = Object.keys(operation.responses);
      expect(headersOf(contract).includes("Idempotency-Key")).toBe(isOnce);
      expect(headersOf(contract).includes("If-Match")).toBe(contract.ifMatch !== undefined);
      expect(statuses.includes("412")).toBe(contract.ifMatch !== undefined);
      expect(statuses.includes("304")).toBe(contract.method === "GET" && contract.tagged === true);
      if (isOnce) {
        expect(statuses).toEqual(expect.arrayContaining(["409", "413", "422"]));
        expect(operation.responses["409"].headers).toHaveProperty("Retry-After");
      }
    });
  },
);
