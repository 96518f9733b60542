import type { Context } from "@/lib/kernel/context";
import type { CaseWithDetails } from "./case";
import { getCase } from "./case-repository";
import { loadDetailsOf } from "./load-details";

/**
 * A case with its newest tasks and events.
 * @throws AppError not_found
 */
export async function getCaseDetails(ctx: Context, id: number): Promise<CaseWithDetails> {
  return loadDetailsOf(ctx, await getCase(ctx, id));
}
