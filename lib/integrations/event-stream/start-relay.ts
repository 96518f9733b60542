import { createContext, SYSTEM_ACTOR } from "@/lib/kernel/create-context";
import { getLogger } from "@/lib/platform/logger";
import { processSingleton } from "@/lib/platform/process-singleton";
import { onWakeUp } from "@/lib/platform/wake-up";
import { relayOnce } from "./relay-once";

/** What commits within this time is passed on together. */
const DEBOUNCE_MS = 50;
/** Other processes' commits wake nobody here. */
const POLL_MS = 1000;

interface Relay {
  stop(): Promise<void>;
}

const started = () =>
  processSingleton<{ relay: Relay | null }>("event relay", () => ({ relay: null }));

/** Passes audit entries on as events until it is stopped; one in each process. */
export function startRelay(): void {
  started().relay ??= keepRelaying(passOn);
}

/** Resolves when the running pass has ended. */
export async function stopRelay(): Promise<void> {
  await started().relay?.stop();
}

/** @param pass resolves with whether another one should follow at once */
function keepRelaying(pass: () => Promise<boolean>): Relay {
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
        passSoon(hasMore ? 0 : DEBOUNCE_MS);
      }
    });
  };
  const stopListening = onWakeUp("committed", () => passSoon(DEBOUNCE_MS));
  const poll = setInterval(() => passSoon(0), POLL_MS).unref();
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

/** A pass that fails is logged and made again; the head has not moved. */
async function passOn(): Promise<boolean> {
  try {
    const origin = { requestId: "event-relay", source: "system" } as const;
    return await relayOnce(await createContext(SYSTEM_ACTOR, origin));
  } catch (error) {
    getLogger().warn({ err: error }, "events could not be passed on; trying again");
    return false;
  }
}
