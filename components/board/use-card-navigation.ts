"use client";

import { useShortcuts } from "@/components/ui/use-shortcuts";

/** j and k walk the cards down the board, h and l step to the queue beside; Enter is the link's own. */
export function useCardNavigation(): void {
  useShortcuts({
    j: () => step(1),
    k: () => step(-1),
    l: () => stepQueue(1),
    h: () => stepQueue(-1),
  });
}

function step(by: 1 | -1): void {
  const cards = cardsIn(document);
  const at = cards.findIndex((card) => card.isSameNode(document.activeElement));
  const start = by === 1 ? -1 : cards.length;
  focus(cards[(at === -1 ? start : at) + by]);
}

function stepQueue(by: 1 | -1): void {
  const queues = [...document.querySelectorAll("[data-queue]")].filter(
    (queue) => cardsIn(queue).length > 0,
  );
  const at = queues.findIndex((queue) => queue.contains(document.activeElement));
  const queue = queues[at === -1 ? 0 : at + by];
  if (queue) {
    focus(cardsIn(queue)[0]);
  }
}

function cardsIn(root: ParentNode): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>("[data-card]")];
}

function focus(card: HTMLElement | undefined): void {
  card?.focus({ preventScroll: true });
  card?.scrollIntoView({ block: "nearest", inline: "nearest" });
}
