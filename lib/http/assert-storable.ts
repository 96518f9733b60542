import { AppError } from "@/lib/kernel/app-error";

const MAX_DEPTH = 50;
const NUL = "\0";

interface Step {
  value: unknown;
  path: string;
  depth: number;
}

/**
 * Refuses what one of the databases could not keep or a later reader could trip over: NUL
 * characters, broken Unicode, `__proto__`, and nesting deeper than 50. Iterative, so that no
 * nesting can exhaust the stack.
 * @throws AppError invalid, naming the place
 */
export function assertStorable(root: unknown, part: "body" | "query" | "path"): void {
  const steps: Step[] = [{ value: root, path: part, depth: 0 }];
  for (let step = steps.pop(); step; step = steps.pop()) {
    const { value, path, depth } = step;
    if (typeof value === "string") {
      refuseBrokenText(value, path);
    } else if (typeof value === "object" && value !== null) {
      refuseUnless(depth < MAX_DEPTH, path, "depth", `nested deeper than ${MAX_DEPTH} levels`);
      for (const [key, child] of Object.entries(value)) {
        refuseBrokenText(key, path);
        refuseUnless(key !== "__proto__", path, "key", "holds the key __proto__");
        steps.push({ value: child, path: `${path}.${key}`, depth: depth + 1 });
      }
    }
  }
}

function refuseBrokenText(text: string, path: string): void {
  refuseUnless(!text.includes(NUL), path, "string_nul", "holds a NUL character");
  refuseUnless(text.isWellFormed(), path, "string_unicode", "is not well-formed Unicode");
}

function refuseUnless(isFine: boolean, path: string, code: string, fault: string): void {
  if (!isFine) {
    const place = path.slice(0, 200);
    throw new AppError("invalid", `${place} ${fault}; remove it and send again.`, [
      { path: place, code, message: fault },
    ]);
  }
}
