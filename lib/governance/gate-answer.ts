import type { GateAnswer } from "@/lib/contracts/governance";
import { DEFAULT_PACK } from "@/lib/packs/find-pack";
import type { PackGate } from "@/lib/packs/pack";
import type { Gate } from "./gate-repository";

/** Every gate of the pack, touched or not, in the pack's order. */
export function toGateAnswers(stored: readonly Gate[]): GateAnswer[] {
  const byKey = new Map(stored.map((gate) => [gate.key, gate]));
  return DEFAULT_PACK.gates.map((gate) => toGateAnswer(gate, byKey.get(gate.key)));
}

function toGateAnswer({ key, label }: PackGate, stored: Gate | undefined): GateAnswer {
  return {
    key,
    label,
    state: stored?.state ?? "unset",
    enabled: stored?.state === "authorized",
    current_actor: stored?.actorId ?? "",
    current_note: stored?.note ?? "",
    change_count: stored?.changeCount ?? 0,
    created_at: stored?.createdAt.toISOString() ?? null,
    updated_at: stored?.updatedAt.toISOString() ?? null,
  };
}
