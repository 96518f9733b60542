import type { Context } from "@/lib/kernel/context";
import { onWakeUp } from "@/lib/platform/wake-up";
import { isFinished, type Job } from "./job";
import { getJobRow } from "./job-repository";
import { runnerState } from "./runner-state";

const POLL_MS = 250;

/**
 * Waits for the end of a job, as long as a runner is at work in this process.
 * @returns the job as it is then, finished or not
 */
export async function waitForJob(ctx: Context, id: number, timeoutMs: number): Promise<Job> {
  const giveUpAt = performance.now() + timeoutMs;
  for (;;) {
    // Listens before it looks, or an end in between would be missed.
    const something = nextChange();
    const job = await getJobRow(ctx, id);
    if (isFinished(job) || !runnerState().isRunning || performance.now() >= giveUpAt) {
      something.forget();
      return job;
    }
    await something.happened;
  }
}

function nextChange() {
  let forget = () => {};
  const happened = new Promise<void>((resolve) => {
    const timer = setTimeout(() => forget(), POLL_MS);
    const stopListening = onWakeUp("job", () => forget());
    forget = () => {
      clearTimeout(timer);
      stopListening();
      resolve();
    };
  });
  return { happened, forget: () => forget() };
}
