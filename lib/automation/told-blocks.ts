import { listRuleFirings } from "@/lib/audit/list-rule-firings";
import type { Context } from "@/lib/kernel/context";
import type { Case } from "@/lib/workflows/case";

/** Of the case's newest firings; more rules than a tenant may have enabled. */
const FIRINGS_LOOKED_AT = 250;

/** A rule as it is now, on a case in one stay in its queue. */
const stayKey = (rule: { id: number; version: number }, queue: string, moveCount: number) =>
  `${rule.id} ${rule.version} ${queue} ${moveCount}`;

/** Which rules a gate has stopped on a case, so that each is told of once in a stay. */
export interface ToldBlocks {
  has(rule: { id: number; version: number }, one: Case): Promise<boolean>;
  add(rule: { id: number; version: number }, one: Case): void;
}

/** Reads the case's firings when it is first asked. */
export function toldBlocks(ctx: Context, caseId: number): ToldBlocks {
  const added = new Set<string>();
  let stored: Promise<Set<string>> | null = null;
  return {
    async has(rule, one) {
      stored ??= readBlocks(ctx, caseId);
      const key = stayKey(rule, one.queue, one.moveCount);
      return added.has(key) || (await stored).has(key);
    },
    add: (rule, one) => added.add(stayKey(rule, one.queue, one.moveCount)),
  };
}

async function readBlocks(ctx: Context, caseId: number): Promise<Set<string>> {
  const firings = await listRuleFirings(ctx, caseId, FIRINGS_LOOKED_AT);
  return new Set(
    firings
      .filter(({ after }) => after["outcome"] === "blocked")
      .map(({ ruleId, after }) =>
        stayKey(
          { id: ruleId, version: Number(after["version"]) },
          String(after["queue"]),
          Number(after["move_count"]),
        ),
      ),
  );
}
