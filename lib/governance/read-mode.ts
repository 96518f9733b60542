import { getStanding } from "@/lib/ame/get-standing";
import type { ScopeKey } from "@/lib/ame/scope";
import type { TransactionContext } from "@/lib/kernel/context";
import { type AutomaticMode, decideMode, type Limits } from "./decide-mode";
import { readGateLocked } from "./gate-repository";

/** What automation may do now; a gate that was read stays as it is until the transaction ends. */
export async function readMode(
  tx: TransactionContext,
  scope: ScopeKey,
  {
    gate,
    ...limits
  }: Pick<Limits, "cap" | "decidedWith" | "isControlled" | "isRolledBack"> & {
    gate: string | null;
  },
): Promise<AutomaticMode> {
  const { stage } = await getStanding(tx, scope);
  const state = gate === null ? null : await readGateLocked(tx, gate);
  return decideMode({
    ...limits,
    stage,
    gate: gate !== null && state !== null ? { key: gate, state } : null,
  });
}
