import { createDocument, type ZodOpenApiPathsObject } from "zod-openapi";
import { allContracts } from "@/lib/contracts/all-contracts";
import { TAGS } from "@/lib/contracts/contract";
import { processSingleton } from "@/lib/platform/process-singleton";
import { ANSWER_HEADERS } from "./openapi-headers";
import { toOperation } from "./openapi-operation";

type Document = ReturnType<typeof createDocument>;

const DESCRIPTION = `Governed refill automation: software proposes, people decide, everything leaves an audit entry.

Errors are RFC 9457 problems that say what is wrong and the next step. A POST with an \`Idempotency-Key\` happens once. A change with \`If-Match\` happens to the version it was decided on, or not at all. Lists are read page by page along the \`Link\` header. The addresses of the first implementation (\`/health\`, \`/enterprise/*\`, \`/dashboard/api/*\`, \`/kroger/*\`, \`/ame/*\`) answer as well.`;

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
  const used = new Set<string>(allContracts.map(({ tag }) => tag));
  return requirePathParameters(
    nameJsonValues(
      createDocument({
        openapi: "3.1.0",
        info: {
          title: "Control Tower",
          version: "1.0.0",
          description: DESCRIPTION,
          license: { name: "UNLICENSED" },
        },
        servers: [{ url: "/", description: "The server that this document comes from" }],
        tags: Object.entries(TAGS)
          .filter(([name]) => used.has(name))
          .map(([name, description]) => ({ name, description })),
        paths,
        components: {
          securitySchemes: {
            apiKey: { type: "apiKey", in: "header", name: "X-API-Key" },
            bearer: {
              type: "http",
              scheme: "bearer",
              description: "An access token of a partner system, from POST /api/oauth/token",
            },
            session: {
              type: "apiKey",
              in: "cookie",
              name: "next-auth.session-token",
              description:
                "The session of a person who signed in at /sign-in; over https its name begins with __Host-",
            },
          },
          headers: ANSWER_HEADERS,
        },
        security: [{ apiKey: [] }, { bearer: [] }, { session: [] }],
      }),
    ),
  );
}

const JSON_VALUE = "JsonValue";

/** Every `z.json()` comes as a recursive schema of its own, without a name; they are all the same. */
function nameJsonValues(document: Document): Document {
  const { schemas = {} } = document.components ?? {};
  const nameless = Object.keys(schemas).filter((name) => isJsonValue(name, schemas[name]));
  for (const name of nameless) {
    delete schemas[name];
  }
  const renamed = new Set(nameless.map((name) => `#/components/schemas/${name}`));
  const named = JSON.parse(JSON.stringify(document), (key, value) =>
    key === "$ref" && renamed.has(value) ? `#/components/schemas/${JSON_VALUE}` : value,
  ) as Document;
  const schema = { [JSON_VALUE]: { description: "Any JSON value" } };
  return {
    ...named,
    components: { ...named.components, schemas: { ...named.components?.schemas, ...schema } },
  };
}

function isJsonValue(name: string, schema: unknown): boolean {
  const options = (schema as { anyOf?: { type?: string }[] } | undefined)?.anyOf ?? [];
  const types = options.map(({ type }) => type);
  return /^__schema\d+$/.test(name) && types.includes("null") && types.includes("object");
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
