import type { Context } from "@/lib/kernel/context";
import { type Facts, readFacts } from "@/lib/rules/facts";
import type { Trigger } from "@/lib/workflows/after-change";
import type { CaseWithDetails } from "@/lib/workflows/case";
import { readTaskCounts } from "@/lib/workflows/read-task-counts";
import type { Subject } from "./action";
import { subjectOf } from "./load-subject";

/** A case as rules look at it: facts to compare, and the subject to plan with. */
export interface Situation {
  facts: Facts;
  subject: Subject;
}

/** @param trigger null in a dry run */
export async function situationOf(
  ctx: Context,
  loaded: CaseWithDetails,
  trigger: Trigger | null,
): Promise<Situation> {
  const counts = await readTaskCounts(ctx, loaded);
  return {
    facts: readFacts(loaded, counts, { now: ctx.now(), trigger }),
    subject: subjectOf(loaded),
  };
}
