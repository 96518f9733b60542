import { z } from "zod";
import { recordAudit } from "@/lib/audit/record-audit";
import { assertRunning } from "@/lib/governance/kill-switch/assert-running";
import { defineJob } from "@/lib/jobs/job-definition";
import { PermanentJobError } from "@/lib/jobs/job-error";
import { isAppError } from "@/lib/kernel/app-error";
import type { TransactionContext } from "@/lib/kernel/context";
import { appendHistory } from "@/lib/workflows/append-history";
import { getCaseDetails } from "@/lib/workflows/get-case-details";

export const SIMULATE_KIND = "demo.simulate";

const CYCLES_A_STEP = 100;

const simulation = z.object({
  workflow_id: z.int(),
  cycles: z.int().positive(),
  /** cases without tasks have none to repeat */
  tasks_a_cycle: z.int().nonnegative(),
});
export type Simulation = z.infer<typeof simulation>;

/** Repeats a demo case's events, a hundred cycles a step; the progress is the cycles done. */
export const simulateJob = defineJob({
  kind: SIMULATE_KIND,
  payload: simulation,
  retryDelaysSeconds: [1, 10, 60],
  run: async (job) => {
    const { cycles, tasks_a_cycle } = job.payload;
    for (let done = job.progress; done < cycles; done += CYCLES_A_STEP) {
      const next = Math.min(done + CYCLES_A_STEP, cycles);
      await job.step((tx) => addCycles(tx, job.payload, { from: done, to: next }), next);
    }
    return { events: cycles, tasks: cycles * tasks_a_cycle };
  },
});

async function addCycles(
  tx: TransactionContext,
  { workflow_id, tasks_a_cycle }: Simulation,
  { from, to }: { from: number; to: number },
): Promise<void> {
  const one = await getCaseDetails(tx, workflow_id).catch((error: unknown) => {
    throw isAppError(error) ? new PermanentJobError("The case is gone.") : error;
  });
  const cycles = to - from;
  const events = Array.from({ length: cycles }, (_, i) => ({
    eventType: "simulated_cycle",
    payload: { cycle: from + i + 1, queue: one.queue },
  }));
  const repeated = one.tasks.slice(0, tasks_a_cycle);
  const tasks = Array.from({ length: cycles }, () => repeated).flat();
  await appendHistory(tx, one.id, { events, tasks });
  await assertRunning(tx, { siteId: one.siteId, queue: one.queue, actionType: null }).catch(
    (error: unknown) => {
      throw isAppError(error) ? new PermanentJobError(error.message) : error;
    },
  );
  await recordAudit(tx, {
    action: "case.simulate",
    subject: { type: "case", id: one.id },
    caseId: one.id,
    siteId: one.siteId,
    after: { cycles, events: events.length, tasks: tasks.length },
  });
}
