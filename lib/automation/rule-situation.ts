import type { Context } from "@/lib/kernel/context";
import { type Facts, readFacts } from "@/lib/rules/facts";
import type { Trigger } from "@/lib/workflows/after-change";
import type { CaseWithDetails } from "@/lib/workflows/case";
import { readTaskCounts } from "@/lib/workflows/read-task-counts";
import type { Subject } from "./action";
import { type EarlierProposal, findEarlierProposals } from "./earlier-proposal-repository";
import { subjectOf } from "./load-subject";

/** A case as rules look at it: facts to compare, the subject to plan with, and what went before. */
export interface Situation {
  facts: Facts;
  subject: Subject;
  /** newest first; null where there is more than can be looked at */
  earlier: readonly EarlierProposal[] | null;
}

/** One situation for each case; the earlier proposals of all of them in one query. */
export async function situationsOf(
  ctx: Context,
  cases: readonly CaseWithDetails[],
  triggerOf: (one: CaseWithDetails) => Trigger,
): Promise<Situation[]> {
  const earlier = await findEarlierProposals(ctx, cases);
  const situations: Situation[] = [];
  for (const one of cases) {
    const counts = await readTaskCounts(ctx, one);
    situations.push({
      facts: readFacts(one, counts, { now: ctx.now(), trigger: triggerOf(one) }),
      subject: subjectOf(one, () => ctx.now()),
      earlier: earlier.get(one.id) ?? null,
    });
  }
  return situations;
}
