import { EventEmitter } from "node:events";
import { processSingleton } from "./process-singleton";

/** What happened in this process: a transaction committed, a job was stored or has ended, the stream or a chain of seals grew. */
export type WakeUp = "committed" | "job" | "stream" | "sealed";

const emitter = () =>
  processSingleton("wake-up", () => {
    const fresh = new EventEmitter();
    // Every open event stream listens.
    fresh.setMaxListeners(0);
    return fresh;
  });

/** Saves those who wait a poll. Never the only way to learn of something: other processes are not told. */
export function wakeUp(reason: WakeUp): void {
  emitter().emit(reason);
}

/** @returns how to stop listening */
export function onWakeUp(reason: WakeUp, listener: () => void): () => void {
  emitter().on(reason, listener);
  return () => emitter().off(reason, listener);
}
