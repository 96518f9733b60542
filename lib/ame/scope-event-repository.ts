import type { ScopeChange, TrustDossier } from "@/lib/contracts/ame-trust";
import type { JsonObject } from "@/lib/contracts/common";
import type { Context } from "@/lib/kernel/context";
import { STAGES, type Stage } from "@/lib/packs/pack";
import type { ScopeEventType } from "./evidence";

const CHANGES: readonly ScopeEventType[] = [
  "promoted",
  "demoted",
  "renewed",
  "stopped",
  "configured",
];

/** What moved a scope, newest first. */
export async function findScopeChanges(
  ctx: Context,
  scopeId: number,
  limit: number,
): Promise<ScopeChange[]> {
  const rows = await ctx.db.ameEvent.findMany({
    where: { tenantId: ctx.tenantId, scopeId, eventType: { in: [...CHANGES] } },
    orderBy: { id: "desc" },
    take: limit,
    select: { eventType: true, context: true, decisionBy: true, at: true },
  });
  return rows.map(({ eventType, context, decisionBy, at }) => {
    const told = (context ?? {}) as JsonObject;
    return {
      at: at.toISOString(),
      type: eventType as ScopeEventType,
      from: stageIn(told["from"]),
      to: stageIn(told["to"]),
      reason: textIn(told["reason"]) ?? "",
      requested_by: textIn(told["requested_by"]),
      approved_by: decisionBy ?? "",
    };
  });
}

/** How many events of a scope count as what, and how many do not, by reason. */
export async function tallyEvents(
  ctx: Context,
  scopeId: number,
): Promise<TrustDossier["evidence"]> {
  const groups = await ctx.db.ameEvent.groupBy({
    by: ["countsAs", "excludedBecause"],
    where: { tenantId: ctx.tenantId, scopeId },
    _count: { _all: true },
  });
  const tally: TrustDossier["evidence"] = { counted: {}, excluded: {} };
  for (const { countsAs, excludedBecause, _count } of groups) {
    if (countsAs !== null) {
      tally.counted[countsAs] = _count._all;
    } else if (excludedBecause !== null) {
      tally.excluded[excludedBecause] = _count._all;
    }
  }
  return tally;
}

function stageIn(value: unknown): Stage | null {
  return STAGES.find((stage) => stage === value) ?? null;
}

function textIn(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
