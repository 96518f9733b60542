import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import type { Case } from "./case";
import { findCasesById, getCase } from "./case-repository";

/** @throws AppError not_found */
export function readCase(ctx: Context, id: number): Promise<Case> {
  requirePermission(ctx, "cases:read");
  return getCase(ctx, id);
}

/** Those of the ids that there are, by id. */
export async function readCases(ctx: Context, ids: readonly number[]): Promise<Map<number, Case>> {
  requirePermission(ctx, "cases:read");
  const found = await findCasesById(ctx, [...new Set(ids)]);
  return new Map(found.map((one) => [one.id, one]));
}
