import { onWakeUp } from "@/lib/platform/wake-up";

export interface EventBell {
  /** resolves when it has rung since the last wait, or after `maxMs`, or at the stream's end */
  wait(maxMs: number): Promise<void>;
  stop(): void;
}

/** Rings when the stream may have grown; a ring between two waits is not lost. */
export function listenForEvents(signal: AbortSignal): EventBell {
  let hasRung = false;
  let wake: (() => void) | null = null;
  const ring = (): void => {
    hasRung = true;
    wake?.();
  };
  const stopListening = onWakeUp("stream", ring);
  signal.addEventListener("abort", ring);
  return {
    wait: async (maxMs) => {
      if (!hasRung) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, Math.max(0, maxMs)).unref();
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
        wake = null;
      }
      hasRung = false;
    },
    stop: () => {
      stopListening();
      signal.removeEventListener("abort", ring);
    },
  };
}
