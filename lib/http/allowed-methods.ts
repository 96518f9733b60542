import { allContracts } from "@/lib/contracts/all-contracts";

const PATTERNS = patterns();

/** The methods that a path of the API takes, or null when there is no such path. */
export function allowedMethods(pathname: string): readonly string[] | null {
  return PATTERNS.find(({ pattern }) => pattern.test(pathname))?.methods ?? null;
}

/** Literal paths first, so that `/automation/pending` is not taken for an id. */
function patterns(): { pattern: RegExp; methods: string[] }[] {
  const methodsOf = new Map<string, string[]>();
  for (const { path, method } of allContracts) {
    methodsOf.set(path, [...(methodsOf.get(path) ?? []), method]);
  }
  return [...methodsOf]
    .sort(([a], [b]) => Number(a.includes("{")) - Number(b.includes("{")))
    .map(([path, methods]) => ({
      pattern: new RegExp(`^${path.replaceAll(".", "\\.").replace(/\{\w+\}/g, "[^/]+")}$`),
      methods,
    }));
}
