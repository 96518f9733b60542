import { type Cap, capOf } from "@/lib/packs/cap-of";
import { DEFAULT_PACK, packQueueOf } from "@/lib/packs/find-pack";
import { RESERVED_ACTS, reservedActOf } from "@/lib/packs/policy/act";

/**
 * Pure: the most that the law allows in a scope, whatever the drug and however its queue is written; nothing at all for what N1–N14
 * keep from machines.
 */
export function capOfScope({ queue, actionType }: { queue: string; actionType: string }): Cap {
  const reserved = reservedActOf(actionType);
  if (!reserved) {
    return capOf({ queue: packQueueOf(queue), action: actionType });
  }
  const rules: readonly string[] = RESERVED_ACTS[reserved].rules;
  const caps = DEFAULT_PACK.policyCaps.filter(({ id }) => rules.includes(id));
  return { cap: "observe", sources: caps.map(({ id, source }) => `${id}: ${source}`) };
}
