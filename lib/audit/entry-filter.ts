import type { AuditFilters } from "@/lib/contracts/audit";
import type { Context } from "@/lib/kernel/context";
import { siteFilter } from "@/lib/kernel/sites";

const PRESETS = {
  activity: { action: { not: "webhook.deliver" } },
  people: { actorKind: "user" },
  automation: {
    OR: [
      { actorKind: { in: ["api_key", "client"] } },
      { action: { startsWith: "rule.fire" } },
      { action: { startsWith: "rules." } },
    ],
  },
  denied: { outcome: "denied" },
  system: { actorKind: "system" },
} as const;

/** The condition under which an entry of the caller's tenant, and sites, is wanted. */
export function whereEntry(ctx: Context, filters: AuditFilters) {
  const [subjectType, ...rest] = filters.subject?.split(":") ?? [];
  const subjectId = rest.length > 0 ? rest.join(":") : undefined;
  return {
    tenantId: ctx.tenantId,
    AND: [
      siteFilter(ctx),
      ...given(filters.actor, (actorId) => ({ actorId })),
      ...given(filters.outcome, (outcome) => ({ outcome })),
      ...given(filters.case_id, (workflowId) => ({ workflowId })),
      ...given(filters.request_id, (requestId) => ({ requestId })),
      ...given(filters.site, (siteId) => ({ siteId })),
      ...given(filters.action, (start) => ({ action: { startsWith: start } })),
      ...given(subjectType, (type) => ({ subjectType: type })),
      ...given(subjectId, (id) => ({ subjectId: id })),
      ...given(filters.from, (from) => ({ at: { gte: new Date(from) } })),
      ...given(filters.to, (to) => ({ at: { lt: new Date(to) } })),
      ...given(filters.preset, (preset) => mutable(PRESETS[preset])),
    ],
  };
}

function given<Value, Condition>(
  value: Value | undefined,
  condition: (value: Value) => Condition,
): Condition[] {
  return value === undefined ? [] : [condition(value)];
}

/** Prisma takes no read-only lists. */
function mutable(condition: (typeof PRESETS)[keyof typeof PRESETS]): PresetCondition {
  return structuredClone(condition) as PresetCondition;
}

interface PresetCondition {
  action?: { not: string };
  actorKind?: string;
  outcome?: string;
  OR?: ({ actorKind: { in: string[] } } | { action: { startsWith: string } })[];
}
