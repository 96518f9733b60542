import { processSingleton } from "@/lib/platform/process-singleton";

/** Whether a runner is at work in this very process, so that waiting for a job makes sense. */
export function runnerState(): { isRunning: boolean } {
  return processSingleton("job runner", () => ({ isRunning: false }));
}
