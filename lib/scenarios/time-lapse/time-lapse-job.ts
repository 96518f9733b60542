import { z } from "zod";
import { clearEvidenceOfSite } from "@/lib/ame/clear-evidence";
import { recordAudit } from "@/lib/audit/record-audit";
import { clearReportedExecutionsOf } from "@/lib/automation/reports/clear-reported-executions";
import { assertRunning } from "@/lib/governance/kill-switch/assert-running";
import { defineJob } from "@/lib/jobs/job-definition";
import { PermanentJobError } from "@/lib/jobs/job-error";
import { isAppError } from "@/lib/kernel/app-error";
import type { TransactionContext } from "@/lib/kernel/context";
import { LAPSE_SITE } from "@/lib/workflows/site-of-new-case";
import { PARTS_A_DAY, playPart } from "./play-part";

export const TIME_LAPSE_KIND = "demo.time_lapse";
/** The name in the trail of what each part of a day has come to. */
export const PART_PLAYED = "demo.time_lapse_part";

const timeLapse = z.object({
  seed: z.int(),
  days: z.int().positive(),
  /** null = nothing drifts */
  drift_day: z.int().nullable(),
  drift_days: z.int(),
});
type TimeLapsePayload = z.infer<typeof timeLapse>;

/** Plays a part of a day a step, so that it can be watched and cancelled; the progress counts parts. */
export const timeLapseJob = defineJob({
  kind: TIME_LAPSE_KIND,
  payload: timeLapse,
  retryDelaysSeconds: [1, 5],
  run: async (job) => {
    for (let played = job.progress; played < job.payload.days * PARTS_A_DAY; played += 1) {
      await job.step((tx) => playStep(tx, job.id, job.payload, played), played + 1);
    }
    return { days: job.payload.days };
  },
});

async function playStep(
  tx: TransactionContext,
  jobId: number,
  { seed, drift_day, drift_days }: TimeLapsePayload,
  played: number,
): Promise<void> {
  await refuseWhileStopped(tx);
  const [day, part] = [1 + Math.floor(played / PARTS_A_DAY), played % PARTS_A_DAY];
  if (played === 0) {
    await clearEvidenceOfSite(tx, LAPSE_SITE);
    await clearReportedExecutionsOf(tx, LAPSE_SITE);
  }
  const isDrifting = drift_day !== null && day >= drift_day && day < drift_day + drift_days;
  const done = await playPart(tx, { seed, day, part, isDrifting });
  await recordAudit(tx, {
    action: PART_PLAYED,
    subject: { type: "job", id: jobId },
    siteId: LAPSE_SITE,
    after: done,
  });
}

async function refuseWhileStopped(tx: TransactionContext): Promise<void> {
  const place = { siteId: LAPSE_SITE, queue: "", actionType: null };
  await assertRunning(tx, place).catch((error: unknown) => {
    throw isAppError(error) ? new PermanentJobError(error.message) : error;
  });
}
