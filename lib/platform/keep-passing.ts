import { onWakeUp, type WakeUp } from "./wake-up";

export interface Passes {
  /** resolves when the running pass has ended; none begins afterwards */
  stop(): Promise<void>;
}

interface Rhythm {
  /** begins a pass soon after it */
  wakeUp: WakeUp;
  /** what happens within this time is done in one pass */
  debounceMs: number;
  /** what other processes do wakes nobody here */
  pollMs: number;
}

/**
 * Makes one pass after another, never two at once.
 * @param pass resolves with whether another one should follow at once; must not reject
 */
export function keepPassing(
  pass: () => Promise<boolean>,
  { wakeUp, debounceMs, pollMs }: Rhythm,
): Passes {
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> | null = null;
  let isStopped = false;
  let isAskedAgain = false;

  const passSoon = (delayMs: number): void => {
    if (running !== null) {
      isAskedAgain = true;
    } else if (!isStopped && !timer) {
      timer = setTimeout(start, delayMs).unref();
    }
  };
  const start = (): void => {
    timer = null;
    isAskedAgain = false;
    running = pass().then((hasMore) => {
      running = null;
      if (hasMore || isAskedAgain) {
        passSoon(hasMore ? 0 : debounceMs);
      }
    });
  };
  const stopListening = onWakeUp(wakeUp, () => passSoon(debounceMs));
  const poll = setInterval(() => passSoon(0), pollMs).unref();
  return {
    stop: async () => {
      isStopped = true;
      stopListening();
      clearInterval(poll);
      clearTimeout(timer ?? undefined);
      await running;
    },
  };
}
