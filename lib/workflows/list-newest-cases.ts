import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import type { CaseWithDetails } from "./case";
import { findCases } from "./case-repository";
import { loadDetails } from "./load-details";

const DETAILS_PER_CASE = 200;

/** The newest cases below an id, with their newest tasks and events as one case is read by itself. */
export async function listNewestCases(
  ctx: Context,
  page: { limit: number; beforeId?: number | undefined },
): Promise<CaseWithDetails[]> {
  requirePermission(ctx, "cases:read");
  return loadDetails(ctx, await findCases(ctx, page), DETAILS_PER_CASE);
}
