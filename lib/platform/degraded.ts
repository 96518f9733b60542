import { processSingleton } from "./process-singleton";

const degraded = () => processSingleton("degraded parts", () => new Set<string>());

/** What works in the background says whether it does. */
export function tellHealth(part: string, isFine: boolean): void {
  if (isFine) {
    degraded().delete(part);
  } else {
    degraded().add(part);
  }
}

/** The parts that fail at the moment while requests are answered all the same. */
export function degradedParts(): string[] {
  return [...degraded()].sort();
}
