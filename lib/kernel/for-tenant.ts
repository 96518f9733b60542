import type { Context } from "./context";

/** The process's own work on a row that it has found among those of every tenant. */
export function forTenant<Ctx extends Context>(ctx: Ctx, tenantId: string): Ctx {
  return { ...ctx, tenantId };
}
