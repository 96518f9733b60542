import { STOP_KINDS, type StopKind } from "@/lib/contracts/kill-switch";

/** The kind of scope that a stored value names. */
export function stopKindOf(value: unknown): StopKind {
  const kind = STOP_KINDS.find((one) => one === value);
  if (!kind) {
    throw new Error(`A stored scope is of no known kind: ${String(value)}`);
  }
  return kind;
}
