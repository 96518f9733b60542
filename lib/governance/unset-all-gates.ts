import type { TransactionContext } from "@/lib/kernel/context";
import { findGates, writeGate } from "./gate-repository";

/** Puts every gate back to untouched, with a line of history each. @returns how many were set */
export async function unsetAllGates(tx: TransactionContext, note: string): Promise<number> {
  const set = (await findGates(tx)).filter((gate) => gate.state !== "unset");
  for (const gate of set) {
    await writeGate(tx, gate.key, { state: "unset", note });
  }
  return set.length;
}
