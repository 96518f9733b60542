import type { FieldError } from "@/lib/kernel/app-error";

/** Faults are gathered, so that a builder sees all of them at once; more than these help nobody. */
const MAX_FAULTS = 20;

/** What the parser of each part counts and writes its faults into. */
export interface Parsing {
  nodes: number;
  faults: FieldError[];
}

/** @returns null, so that a parser can end with it */
export function fault(run: Parsing, path: string, code: string, message: string): null {
  if (run.faults.length < MAX_FAULTS) {
    run.faults.push({ path, code, message });
  }
  return null;
}
