import type { z } from "zod";
import type { ZodOpenApiOperationObject, ZodOpenApiResponsesObject } from "zod-openapi";
import type { Contract } from "@/lib/contracts/contract";
import { exampleOf } from "./example-of";
import { errorResponses } from "./openapi-errors";
import {
  acceptedHeaders,
  notModifiedHeaders,
  requestHeaders,
  successHeaders,
} from "./openapi-headers";

/** One contract as an operation of the document. */
export function toOperation(contract: Contract): ZodOpenApiOperationObject {
  const headers = requestHeaders(contract);
  return {
    operationId: contract.operationId,
    summary: contract.summary,
    description: describe(contract),
    tags: [contract.tag],
    ...(contract.permission === "public" && { security: [] }),
    requestParams: {
      ...(contract.params && { path: contract.params as z.ZodObject }),
      ...(contract.query && { query: contract.query as z.ZodObject }),
      ...(headers && { header: headers }),
    },
    ...(contract.body && {
      requestBody: {
        required: !contract.bodyOptional,
        content: bodyContent(contract, contract.body),
      },
    }),
    responses: { ...successResponses(contract), ...errorResponses(contract) },
  };
}

function successResponses(contract: Contract): ZodOpenApiResponsesObject {
  const { status, description, answer, accepted } = contract.success;
  const { contentTypes = ["application/json"] } = contract.success;
  const shown = {
    schema: answer,
    example: contract.example?.answer ?? exampleOf(answer, "output"),
  };
  const content = Object.fromEntries(contentTypes.map((type) => [type, shown]));
  const isConditional = contract.method === "GET" && contract.tagged === true;
  return {
    [status]: {
      description,
      headers: successHeaders(contract),
      content,
    },
    ...(accepted && {
      202: {
        description: accepted,
        headers: acceptedHeaders(),
        content,
      },
    }),
    ...(isConditional && {
      304: { description: "The caller has the current version", headers: notModifiedHeaders() },
    }),
  };
}

function bodyContent(contract: Contract, body: z.ZodType) {
  const content = { schema: body, example: bodyExample(contract, body) };
  return {
    ...(contract.isOAuth && { "application/x-www-form-urlencoded": content }),
    "application/json": content,
  };
}

function bodyExample(contract: Contract, body: z.ZodType): unknown {
  return contract.example?.body ?? exampleOf(body, "input");
}

function describe(contract: Contract): string {
  const needs =
    contract.permission === "public"
      ? "Needs no key."
      : `Needs the permission \`${contract.permission}\`.`;
  return [
    needs,
    ...(contract.demoOnly ? ["Demo mode only."] : []),
    ...(contract.idempotency === "never"
      ? ["Ignores Idempotency-Key: each call is judged and recorded anew, and no answer is kept."]
      : []),
  ].join(" ");
}
