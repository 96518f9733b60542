import type { z } from "zod";
import {
  createDocument,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
} from "zod-openapi";
import { allContracts } from "@/lib/contracts/all-contracts";
import type { Contract } from "@/lib/contracts/contract";
import { type ErrorCode, problemSchema } from "@/lib/contracts/error-code";
import { processSingleton } from "@/lib/platform/process-singleton";
import { STATUS_OF } from "./problem";

type Document = ReturnType<typeof createDocument>;

/** This API as an OpenAPI 3.1 document, made from the contracts on the first call. */
export function openApiDocument(): Document {
  return processSingleton("openapi", makeDocument);
}

function makeDocument(): Document {
  const paths: ZodOpenApiPathsObject = {};
  for (const contract of allContracts) {
    paths[contract.path] = {
      ...paths[contract.path],
      [contract.method.toLowerCase()]: toOperation(contract),
    };
  }
  return requirePathParameters(
    createDocument({
      openapi: "3.1.0",
      info: {
        title: "Control Tower",
        version: "1.0.0",
        description:
          "Governed refill automation: software proposes, people decide, everything leaves an audit entry. Errors are RFC 9457 problems. The addresses of the first implementation (/health, /enterprise/*, /dashboard/api/*, /kroger/*, /ame/*) answer as well.",
      },
      paths,
      components: {
        securitySchemes: { apiKey: { type: "apiKey", in: "header", name: "X-API-Key" } },
      },
      security: [{ apiKey: [] }],
    }),
  );
}

/** A parameter in the path is never optional, whatever its schema would take. */
function requirePathParameters(document: Document): Document {
  const parameters = Object.values(document.paths ?? {})
    .flatMap((item) => [item.get, item.post, item.patch, item.put, item.delete])
    .flatMap((operation) => operation?.parameters ?? []);
  for (const parameter of parameters) {
    if ("in" in parameter && parameter.in === "path") {
      parameter.required = true;
    }
  }
  return document;
}

function toOperation(contract: Contract): ZodOpenApiOperationObject {
  const { success } = contract;
  return {
    operationId: contract.operationId,
    summary: contract.summary,
    description: describe(contract),
    tags: [contract.tag],
    ...(contract.permission === "public" && { security: [] }),
    requestParams: {
      ...(contract.params && { path: contract.params as z.ZodObject }),
      ...(contract.query && { query: contract.query as z.ZodObject }),
    },
    ...(contract.body && {
      requestBody: {
        required: !contract.bodyOptional,
        content: { "application/json": { schema: contract.body } },
      },
    }),
    responses: {
      [success.status]: {
        description: success.description,
        content: { "application/json": { schema: success.answer } },
      },
      ...errorResponses(contract),
    },
  };
}

function describe(contract: Contract): string {
  const needs =
    contract.permission === "public"
      ? "Needs no key."
      : `Needs the permission \`${contract.permission}\`.`;
  return contract.demoOnly ? `${needs} Demo mode only.` : needs;
}

function errorResponses(contract: Contract) {
  const byStatus = new Map<number, string[]>();
  for (const code of errorCodesOf(contract)) {
    const { status, title } = STATUS_OF[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), title]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, titles]) => [
      status,
      {
        description: titles.join(" or "),
        content: { "application/problem+json": { schema: problemSchema } },
      },
    ]),
  );
}

/** The errors that any endpoint of this kind may give, and its own. */
function errorCodesOf(contract: Contract): Set<ErrorCode> {
  const isPublic = contract.permission === "public";
  const takesInput = contract.params ?? contract.query ?? contract.body;
  const codes: (ErrorCode | false)[] = [
    !isPublic && "unauthenticated",
    !isPublic && "forbidden",
    takesInput !== undefined && "invalid",
    contract.body !== undefined && "too_large",
    !isPublic && "unavailable",
    "internal",
    ...(contract.errors ?? []),
  ];
  return new Set(codes.filter((code): code is ErrorCode => code !== false));
}
