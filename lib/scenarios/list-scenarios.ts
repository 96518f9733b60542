import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { DEFAULT_PACK } from "@/lib/packs/find-pack";

export function listScenarios(ctx: Context) {
  requirePermission(ctx, "cases:read");
  return {
    scenarios: DEFAULT_PACK.scenarios.map(({ key, label, description }) => ({
      id: key,
      label,
      description,
    })),
  };
}

export function listTemplates(ctx: Context) {
  requirePermission(ctx, "cases:read");
  return DEFAULT_PACK.templates.map(({ key, name, description, defaults }) => ({
    key,
    name,
    description,
    defaults,
  }));
}
