import type { JsonObject } from "@/lib/contracts/common";
import type { Context } from "@/lib/kernel/context";
import { findEntriesOn } from "./audit-repository";

/** What one kind of act did to a subject, oldest first. */
export function listEntriesOn(
  ctx: Context,
  subject: { type: string; id: string },
  action: string,
  limit: number,
): Promise<{ after: JsonObject }[]> {
  return findEntriesOn(ctx, subject, { action, limit });
}
