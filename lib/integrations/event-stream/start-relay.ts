import { createSystemContext } from "@/lib/kernel/create-context";
import { keepPassing, type Passes } from "@/lib/platform/keep-passing";
import { getLogger } from "@/lib/platform/logger";
import { processSingleton } from "@/lib/platform/process-singleton";
import { relayOnce } from "./relay-once";

const RHYTHM = { wakeUp: "committed", debounceMs: 50, pollMs: 1000 } as const;

const started = () =>
  processSingleton<{ relay: Passes | null }>("event relay", () => ({ relay: null }));

/** Passes audit entries on as events until it is stopped; one in each process. */
export function startRelay(): void {
  started().relay ??= keepPassing(passOn, RHYTHM);
}

/** Resolves when the running pass has ended. */
export async function stopRelay(): Promise<void> {
  await started().relay?.stop();
}

/** A pass that fails is logged and made again; the head has not moved. */
async function passOn(): Promise<boolean> {
  try {
    return await relayOnce(await createSystemContext("event-relay"));
  } catch (error) {
    getLogger().warn({ err: error }, "events could not be passed on; trying again");
    return false;
  }
}
