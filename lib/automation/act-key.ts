import type { JsonObject } from "@/lib/contracts/common";
import { nextForward } from "@/lib/packs/find-pack";
import type { Pack } from "@/lib/packs/pack";
import { findAction } from "./action-registry";
import { STEP_ACTION } from "./step-action";

/** What changes nothing of what would happen. */
const BESIDES: readonly string[] = ["from_queue", "note"];

/** Pure: the same text for payloads that would do the same, however they are spelt. */
export function actKey(pack: Pack, queue: string, type: string, payload: JsonObject): string {
  const parsed = findAction(type)?.payload.safeParse(payload);
  const meant = Object.entries(parsed?.success ? Object(parsed.data) : payload).filter(
    ([key, value]) => value !== undefined && !BESIDES.includes(key),
  );
  const complete = { ...namedQueue(pack, queue, type), ...Object.fromEntries(meant) };
  return JSON.stringify([type, Object.entries(complete).sort(([a], [b]) => (a < b ? -1 : 1))]);
}

/** The queue that a move goes to where its payload leaves that to the pack. */
export function namedQueue(pack: Pack, queue: string, type: string): JsonObject {
  const next = type === STEP_ACTION ? nextForward(pack, queue) : null;
  return next ? { to_queue: next.to } : {};
}
