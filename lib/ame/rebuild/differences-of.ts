import type { Scope } from "../scope";
import type { Replay } from "./replay-scope";

/** One place where a scope is not what its events say. */
export interface Difference {
  /** e.g. "state.certificate.judged" */
  path: string;
  stored: unknown;
  rebuilt: unknown;
}

/** Of a rounding on the way through a database. */
const RELATIVE_ERROR = 1e-9;

/** Pure: where the two differ; none where they agree. */
export function differencesOf(
  { state, counts, overrides }: Pick<Scope, "state" | "counts" | "overrides">,
  rebuilt: Replay,
): Difference[] {
  const stored = { state, counts, overrides };
  return compare("", stored, rebuilt);
}

function compare(path: string, stored: unknown, rebuilt: unknown): Difference[] {
  if (isObject(stored) && isObject(rebuilt)) {
    const names = new Set([...Object.keys(stored), ...Object.keys(rebuilt)]);
    return [...names].flatMap((name) =>
      compare(path === "" ? name : `${path}.${name}`, stored[name], rebuilt[name]),
    );
  }
  return isSame(stored, rebuilt) ? [] : [{ path, stored, rebuilt }];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function isSame(one: unknown, other: unknown): boolean {
  if (typeof one === "number" && typeof other === "number") {
    const size = Math.max(Math.abs(one), Math.abs(other), 1);
    return Math.abs(one - other) <= RELATIVE_ERROR * size;
  }
  return one === other;
}
