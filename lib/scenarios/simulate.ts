import { recordAudit } from "@/lib/audit/record-audit";
import type { Simulate } from "@/lib/contracts/scenario";
import { assertRunning } from "@/lib/governance/kill-switch/assert-running";
import { enqueueJob, findEnqueuedJob } from "@/lib/jobs/enqueue-job";
import { isFinished, type Job } from "@/lib/jobs/job";
import { waitForJob } from "@/lib/jobs/wait-for-job";
import { AppError } from "@/lib/kernel/app-error";
import type { Context, TransactionContext } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { inTransaction } from "@/lib/kernel/transaction";
import { getCaseDetails } from "@/lib/workflows/get-case-details";
import { getWorkflow } from "@/lib/workflows/get-workflow";
import { DEMO_SITE } from "@/lib/workflows/site-of-new-case";
import { SIMULATE_KIND, type Simulation } from "./simulate-job";

const WAIT_MS = 10_000;

/**
 * Has a demo case's own events repeated, and its tasks if asked, by a job; never of another site.
 * Answers when the job has ended, or with what is done so far after ten seconds.
 * @throws AppError not_found, blocked while automation is stopped, or conflict when the job was cancelled or could not go on
 */
export async function simulate(ctx: Context, input: Simulate, { isWaiting = true } = {}) {
  requirePermission(ctx, "demo:manage");
  const id = (await findEnqueuedJob(ctx, ctx.onceKey)) ?? (await order(ctx, input));
  const job = id === null ? null : await waitForJob(ctx, id, isWaiting ? WAIT_MS : 0);
  if (job !== null) {
    assertNotGivenUp(job);
  }
  const done = job?.progress ?? 0;
  const isDone = job === null || job.status === "succeeded";
  const workflow = await getWorkflow(ctx, input.workflow_id);
  return {
    isDone,
    answer: {
      ok: true as const,
      did: done,
      events: done,
      tasks: input.repeat_tasks ? done * tasksACycle(workflow.task_count) : 0,
      workflow,
      job: job && {
        id: job.id,
        status: job.status,
        progress: job.progress,
        progress_total: job.progressTotal,
      },
    },
  };
}

/** @returns the job's id, null when there is nothing to do */
function order(ctx: Context, input: Simulate): Promise<number | null> {
  return inTransaction(ctx, async (tx) => {
    const one = await getDemoCase(tx, input.workflow_id);
    await assertRunning(tx, { siteId: one.siteId, queue: one.queue, actionType: null });
    const cycles = Math.max(0, input.cycles);
    const simulation: Simulation = {
      workflow_id: one.id,
      cycles,
      tasks_a_cycle: input.repeat_tasks ? tasksACycle(one.taskCount) : 0,
    };
    await recordAudit(tx, {
      action: "case.simulate_order",
      subject: { type: "case", id: one.id },
      caseId: one.id,
      siteId: one.siteId,
      after: { cycles, tasks: cycles * simulation.tasks_a_cycle },
    });
    if (cycles === 0) {
      return null;
    }
    return enqueueJob(tx, {
      kind: SIMULATE_KIND,
      payload: simulation,
      progressTotal: cycles,
      dedupeKey: ctx.onceKey,
    });
  });
}

async function getDemoCase(tx: TransactionContext, id: number) {
  const one = await getCaseDetails(tx, id);
  if (one.siteId !== DEMO_SITE) {
    throw new AppError(
      "not_found",
      "Demo workflow not found; seed one at POST /api/dashboard/seed.",
    );
  }
  return one;
}

/** The first task is repeated. */
function tasksACycle(taskCount: number): number {
  return Math.min(1, taskCount);
}

function assertNotGivenUp(job: Job): void {
  if (isFinished(job) && job.status !== "succeeded") {
    throw new AppError(
      "conflict",
      `The simulation was ${job.status === "dead" ? "given up" : "cancelled"} after ${job.progress} cycles; see GET /api/jobs/${job.id}.`,
    );
  }
}
