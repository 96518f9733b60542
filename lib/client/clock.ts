const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let secondMs = readSecondMs();

/** One timer for every countdown on the page; stops when nobody counts. */
export function subscribeToSeconds(listener: () => void): () => void {
  listeners.add(listener);
  secondMs = readSecondMs();
  timer ??= setInterval(tick, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/** Now, to the second; the same for everything that renders between two ticks. */
export function currentSecondMs(): number {
  return secondMs;
}

function tick(): void {
  secondMs = readSecondMs();
  for (const listener of listeners) {
    listener();
  }
}

function readSecondMs(): number {
  return Math.floor(Date.now() / 1000) * 1000;
}
