import type { Context } from "@/lib/kernel/context";
import { keepBooks } from "@/lib/kernel/transaction";
import type { JobDefinition } from "./job-definition";
import { storeSchedule } from "./job-repository";

/** Sees to it that every schedule has its one row. One that somebody has cancelled stays cancelled. */
export async function storeSchedules(
  ctx: Context,
  definitions: readonly JobDefinition[],
): Promise<void> {
  for (const { kind, everySeconds } of definitions) {
    if (everySeconds !== undefined) {
      await keepBooks(ctx, (tx) => storeSchedule(tx, { kind, everySeconds }));
    }
  }
}
