import type { Context } from "@/lib/kernel/context";
import type { JobDefinition } from "./job-definition";
import { scheduleKeyOf } from "./job-repository";
import { type Candidate, findRunnableJobs } from "./lease-repository";

/** What a runner has in hand. */
export interface Slots {
  definitions: ReadonlyMap<string, JobDefinition>;
  /** how many jobs at once */
  concurrency: number;
  /** the kind of each job that runs now */
  running: readonly string[];
}

/**
 * Jobs for the free slots: due schedules first, and none of a kind that has its share already.
 * @returns their ids
 */
export async function findJobsToRun(ctx: Context, slots: Slots): Promise<number[]> {
  const limit = slots.concurrency - slots.running.length;
  if (limit <= 0) {
    return [];
  }
  const definitions = [...slots.definitions.values()];
  const candidates = await findRunnableJobs(ctx, {
    limit,
    scheduleKeys: definitions
      .filter(({ everySeconds }) => everySeconds !== undefined)
      .map(({ kind }) => scheduleKeyOf(kind)),
    // Or any number of these would hide the others that wait behind them.
    exceptKinds: definitions.map(({ kind }) => kind).filter((kind) => roomFor(kind, slots) <= 0),
  });
  return choose(candidates, slots, limit);
}

function choose(candidates: readonly Candidate[], slots: Slots, limit: number): number[] {
  const running = [...slots.running];
  const chosen: number[] = [];
  for (const { id, kind } of candidates) {
    if (chosen.length < limit && roomFor(kind, { ...slots, running }) > 0) {
      chosen.push(id);
      running.push(kind);
    }
  }
  return chosen;
}

/** How many more of a kind may run. */
function roomFor(kind: string, { definitions, concurrency, running }: Slots): number {
  const share = definitions.get(kind)?.maxShare ?? 1;
  const most = Math.max(1, Math.floor(concurrency * share));
  return most - running.filter((one) => one === kind).length;
}
