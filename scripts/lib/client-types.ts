import openapiTS, { astToString } from "openapi-typescript";
import { openApiDocument } from "../../lib/http/openapi";

const HEAD = "// Made from the OpenAPI document by `npm run generate:client`; do not edit.\n";

/** The source of sdk/api-types.ts. */
export async function clientTypes(): Promise<string> {
  const document = JSON.parse(JSON.stringify(openApiDocument()), withoutExamples);
  return `${HEAD}${astToString(await openapiTS(document))}`;
}

/** They would triple the file, and an editor shows the types beside them anyway. */
function withoutExamples(key: string, value: unknown): unknown {
  return key === "example" || key === "examples" ? undefined : value;
}
