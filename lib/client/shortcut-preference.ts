const STORAGE_KEY = "control-tower.shortcuts";
const listeners = new Set<() => void>();

/** Single-key shortcuts can be turned off, for people who dictate (WCAG 2.1.4). */
export function shortcutsAreOn(): boolean {
  try {
    return window.localStorage.getItem(STORAGE_KEY) !== "off";
  } catch {
    return true;
  }
}

export function setShortcuts(isOn: boolean): void {
  try {
    window.localStorage.setItem(STORAGE_KEY, isOn ? "on" : "off");
  } catch {
    // Storage is blocked: the choice lasts as long as the default does.
  }
  for (const listener of listeners) {
    listener();
  }
}

export function subscribeToShortcuts(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
