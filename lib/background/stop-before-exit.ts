import { setTimeout as wait } from "node:timers/promises";
import { closeEventStreams } from "@/lib/integrations/event-stream/open-streams";
import { getLogger } from "@/lib/platform/logger";
import { finishBackgroundWork, stopBackgroundWork } from "./start-background-work";

const LIMIT_MS = 3000;

/**
 * For Next's own server, which ends the process as soon as its requests have ended: on SIGTERM or
 * SIGINT the background work stops first, 3 s at most, and then those who listen now are told.
 */
export function stopBeforeExit(): void {
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    stopBefore(signal);
  }
}

function stopBefore(signal: NodeJS.Signals): void {
  const others = process.listeners(signal);
  process.removeAllListeners(signal);
  let isStopping = false;
  const stop = async (): Promise<void> => {
    if (isStopping) {
      return;
    }
    isStopping = true;
    // Next waits for open answers before it ends, and these never end by themselves.
    closeEventStreams();
    await Promise.race([endWork(), wait(LIMIT_MS, undefined, { ref: false })]);
    for (const other of others) {
      Reflect.apply(other, process, [signal]);
    }
    if (others.length === 0 && process.listenerCount(signal) === 1) {
      // Nobody else would end the process.
      process.removeAllListeners(signal);
      process.kill(process.pid, signal);
    }
  };
  process.on(signal, () => void stop());
}

async function endWork(): Promise<void> {
  try {
    await stopBackgroundWork();
    await finishBackgroundWork();
  } catch (error) {
    getLogger().error({ err: error }, "the background work did not stop cleanly");
  }
}
