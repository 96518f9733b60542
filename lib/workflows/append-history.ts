import type { TransactionContext } from "@/lib/kernel/context";
import { touchCase } from "./case-repository";
import { insertEventsUnread, type NewEvent } from "./event-repository";
import { insertTasksUnread, type NewTask } from "./task-repository";

/** Adds many events and tasks to a case in two statements. */
export async function appendHistory(
  tx: TransactionContext,
  caseId: number,
  added: { events: readonly NewEvent[]; tasks: readonly NewTask[] },
): Promise<void> {
  const { events, tasks } = added;
  const one = await touchCase(tx, caseId, { events: events.length, tasks: tasks.length });
  if (events.length > 0) {
    await insertEventsUnread(tx, caseId, one.eventCount - events.length + 1, events);
  }
  if (tasks.length > 0) {
    const fresh = tasks.map(({ name, assignedTo }) => ({
      name,
      assignedTo,
      state: "pending" as const,
    }));
    await insertTasksUnread(tx, caseId, fresh);
  }
}
