import { KROGER } from "./kroger/pack";
import type { Pack, Queue, Transition } from "./pack";
import { squash } from "./squash";

/** The pack of cases that name none. */
export const DEFAULT_PACK: Pack = KROGER;

const PACKS: readonly Pack[] = [DEFAULT_PACK];

export function findPack(id: string): Pack | null {
  return PACKS.find((pack) => pack.id === id) ?? null;
}

/** null when the pack has no such queue. */
export function findQueue(pack: Pack, key: string): Queue | null {
  return pack.queues.find((queue) => queue.key === key) ?? null;
}

/** The key of the default pack's queue that another system means, however it is written; else as it is. */
export function packQueueOf(queue: string): string {
  return DEFAULT_PACK.queues.find(({ key }) => squash(key) === squash(queue))?.key ?? queue;
}

/** null when a case may not take this step. */
export function findTransition(pack: Pack, from: string, to: string): Transition | null {
  return pack.transitions.find((step) => step.from === from && step.to === to) ?? null;
}

/** Every step out of a queue, the usual way first; empty where the way ends. */
export function nextTransitions(pack: Pack, from: string): Transition[] {
  const steps = pack.transitions.filter((step) => step.from === from);
  return [
    ...steps.filter((step) => step.kind === "forward"),
    ...steps.filter((step) => step.kind === "exception"),
  ];
}

export function nextForward(pack: Pack, from: string): Transition | null {
  return pack.transitions.find((step) => step.from === from && step.kind === "forward") ?? null;
}
