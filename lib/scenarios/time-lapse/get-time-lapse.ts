import { listEntriesOn } from "@/lib/audit/list-entries-on";
import type { LapseDay, TimeLapse } from "@/lib/contracts/time-lapse";
import { findNewestJob, toJobTicket } from "@/lib/jobs/newest-job";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { LAPSE_SITE } from "@/lib/workflows/site-of-new-case";
import { PARTS_A_DAY } from "./play-part";
import { PART_PLAYED, TIME_LAPSE_KIND } from "./time-lapse-job";

const MOST_DAYS = 60;

/** How the newest run stands, with what each day has come to. */
export async function getTimeLapse(ctx: Context): Promise<TimeLapse> {
  requirePermission(ctx, "ame:read");
  const job = await findNewestJob(ctx, TIME_LAPSE_KIND);
  if (!job) {
    return { job: null, site_id: LAPSE_SITE, days: [] };
  }
  const subject = { type: "job", id: String(job.id) };
  const parts = await listEntriesOn(ctx, subject, PART_PLAYED, MOST_DAYS * PARTS_A_DAY);
  // As the job has written them.
  const days = daysOf(parts.map(({ after }) => after as LapseDay));
  return { job: toJobTicket(job), site_id: LAPSE_SITE, days };
}

/** Pure: the parts of each day taken together, which come in their order. */
function daysOf(parts: readonly LapseDay[]): LapseDay[] {
  const days = new Map<number, LapseDay>();
  for (const part of parts) {
    const before = days.get(part.day);
    days.set(part.day, before ? { ...part, scopes: sumOf(before.scopes, part.scopes) } : part);
  }
  return [...days.values()];
}

type Scopes = LapseDay["scopes"];

function sumOf(before: Scopes, more: Scopes): Scopes {
  const names = new Set([...before, ...more].map(({ action_type }) => action_type));
  return [...names].sort().flatMap((name) => {
    const some = before.find(({ action_type }) => action_type === name);
    const newest = more.find(({ action_type }) => action_type === name) ?? some;
    if (!newest) {
      return [];
    }
    const other = newest === some ? undefined : some;
    return [
      {
        ...newest,
        actions: newest.actions + (other?.actions ?? 0),
        alone: newest.alone + (other?.alone ?? 0),
        checked: newest.checked + (other?.checked ?? 0),
        harms: newest.harms + (other?.harms ?? 0),
      },
    ];
  });
}
