import type { Page } from "@/lib/contracts/common";
import type { LegalHoldAnswer } from "@/lib/contracts/legal-hold";
import type { Context } from "@/lib/kernel/context";
import { decodeMoment } from "@/lib/kernel/decode-moment";
import { toPage } from "@/lib/kernel/page";
import { requirePermission } from "@/lib/kernel/permissions";
import { requireWholeChain } from "@/lib/kernel/sites";
import { findHolds } from "./hold-repository";

/** One page of the tenant's holds, newest first, those that are over too. */
export async function listHolds(
  ctx: Context,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<Page<LegalHoldAnswer>> {
  requirePermission(ctx, "audit:manage");
  requireWholeChain(ctx);
  const last = cursor === undefined ? undefined : decodeMoment(cursor);
  const before = last && { placedAt: last.at, id: last.id };
  const rows = await findHolds(ctx, { limit: limit + 1, before });
  return toPage(rows, limit, (hold) => [hold.placed_at, hold.id]);
}
