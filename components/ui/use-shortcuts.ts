"use client";

import { useEffect, useEffectEvent } from "react";
import { shortcutsAreOn } from "@/lib/client/shortcut-preference";

/** A scanner types faster than this; no person does. */
const SCANNER_GAP_MS = 80;

type Bindings = Readonly<Record<string, (() => void) | undefined>>;

/** Runs a handler on a single key, unless somebody is typing or a dialog is open. */
export function useShortcuts(bindings: Bindings): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const handler = bindings[event.key.toLowerCase()];
    if (handler && isFree(event)) {
      event.preventDefault();
      handler();
    }
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    window.addEventListener("keydown", listener);
    return () => window.removeEventListener("keydown", listener);
  }, []);
}

/**
 * Like `useShortcuts`, for keys that decide something: a key that is part of a burst, as from a
 * barcode scanner, does nothing.
 */
export function useDecisionShortcuts(bindings: Bindings): void {
  const run = useEffectEvent((key: string) => bindings[key]?.());
  useEffect(() => {
    let lastKeyAt = Number.NEGATIVE_INFINITY;
    let waiting: ReturnType<typeof setTimeout> | undefined;
    const listener = (event: KeyboardEvent) => {
      clearTimeout(waiting);
      const isBurst = event.timeStamp - lastKeyAt < SCANNER_GAP_MS;
      lastKeyAt = event.timeStamp;
      if (isBurst && event.key === "Enter" && event.target instanceof HTMLButtonElement) {
        event.preventDefault();
      }
      if (!isBurst && !event.repeat && isFree(event)) {
        waiting = setTimeout(() => run(event.key.toLowerCase()), SCANNER_GAP_MS);
      }
    };
    window.addEventListener("keydown", listener, true);
    return () => {
      clearTimeout(waiting);
      window.removeEventListener("keydown", listener, true);
    };
  }, []);
}

function isFree(event: KeyboardEvent): boolean {
  const hasModifier = event.ctrlKey || event.metaKey || event.altKey;
  const isTyping =
    event.target instanceof HTMLElement &&
    (event.target.isContentEditable || event.target.matches("input, textarea, select"));
  return !hasModifier && !isTyping && !event.defaultPrevented && !hasOverlay() && shortcutsAreOn();
}

function hasOverlay(): boolean {
  return document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null;
}
