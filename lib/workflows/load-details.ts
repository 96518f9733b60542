import type { Context } from "@/lib/kernel/context";
import type { Case, CaseWithDetails } from "./case";
import { findNewestEvents } from "./event-repository";
import { findNewestTasks } from "./task-repository";

const DETAILS_OF_ONE = 200;
const DETAILS_IN_LISTS = 20;

/** Joins each case with its newest tasks and events: two queries however many cases. */
export async function loadDetails(
  ctx: Context,
  cases: readonly Case[],
  limit = DETAILS_IN_LISTS,
): Promise<CaseWithDetails[]> {
  const tasks = await findNewestTasks(ctx, cases, limit);
  const events = await findNewestEvents(ctx, cases, limit);
  return cases.map((one) => ({
    ...one,
    tasks: tasks.get(one.id) ?? [],
    events: events.get(one.id) ?? [],
  }));
}

export async function loadDetailsOf(ctx: Context, one: Case): Promise<CaseWithDetails> {
  const [loaded] = await loadDetails(ctx, [one], DETAILS_OF_ONE);
  return loaded ?? { ...one, tasks: [], events: [] };
}
