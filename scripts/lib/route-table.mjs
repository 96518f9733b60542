import { listFiles } from "./hash-inputs.mjs";

const NEXT_ONLY = /\[\.\.\./;

/**
 * The files that answer below /api. Catch-alls stay with Next: sign-in, and the answer for unknown
 * addresses.
 */
function listRouteFiles(files = listFiles(["app/api"])) {
  return files
    .filter((file) => file.endsWith("/route.ts") && !NEXT_ONLY.test(file))
    .map((file) => ({ file, segments: segmentsOf(file) }))
    .sort(compareRoutes);
}

/** The source of generated/routes.ts: every route's module, imported once, in matching order. */
export function routeTableSource(routes = listRouteFiles()) {
  const imports = routes.map(
    ({ file }, index) => `import * as route${index} from "../${file.replace(/\.ts$/, "")}";`,
  );
  const rows = routes.map(({ segments }, index) => {
    const path = joined(segments, (name) => `:${name}`);
    const pattern = joined(segments, (name) => `{${name}}`);
    return `  { path: "${path}", pattern: "${pattern}", module: route${index} },`;
  });
  return [
    HEAD,
    ...imports,
    "",
    TYPES,
    "export const routes: readonly Route[] = [",
    ...rows,
    "];",
    "",
  ].join("\n");
}

const HEAD = `// Made by scripts/generate.mjs from app/api; do not edit.
import type { RouteHandler } from "../lib/http/handle";`;

const TYPES = `export type RouteMethod = "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS";

export interface Route {
  /** as Hono spells it: /api/workflows/:id */
  readonly path: string;
  /** as a contract spells it: /api/workflows/{id} */
  readonly pattern: string;
  readonly module: { readonly [method in RouteMethod]?: RouteHandler };
}
`;

function segmentsOf(file) {
  return file
    .replace(/^app\//, "")
    .replace(/\/route\.ts$/, "")
    .split("/")
    .filter((segment) => !segment.startsWith("("));
}

function joined(segments, parameter) {
  return segments
    .map((segment) => `/${segment.replace(/^\[(.+)\]$/, (_, name) => parameter(name))}`)
    .join("");
}

/** Fixed segments before parameters, so that /cases/new is not taken for /cases/{id}. */
function compareRoutes(a, b) {
  const length = Math.max(a.segments.length, b.segments.length);
  for (let i = 0; i < length; i += 1) {
    const order = compareSegments(a.segments[i] ?? "", b.segments[i] ?? "");
    if (order !== 0) {
      return order;
    }
  }
  return 0;
}

function compareSegments(a, b) {
  const [isParameterA, isParameterB] = [a.startsWith("["), b.startsWith("[")];
  if (isParameterA !== isParameterB) {
    return isParameterA ? 1 : -1;
  }
  return a < b ? -1 : Number(a > b);
}
