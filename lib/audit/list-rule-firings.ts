import type { JsonObject } from "@/lib/contracts/common";
import type { Context } from "@/lib/kernel/context";
import { findEntriesOfAction } from "./audit-repository";

/** For the rules themselves: what they did to a case, newest first. */
export async function listRuleFirings(
  ctx: Context,
  caseId: number,
  limit: number,
): Promise<{ ruleId: number; after: JsonObject }[]> {
  const entries = await findEntriesOfAction(ctx, { caseId, action: "rule.fire", limit });
  return entries.map(({ subjectId, after }) => ({ ruleId: Number(subjectId), after }));
}
