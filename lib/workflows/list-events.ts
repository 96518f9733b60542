import type { Page } from "@/lib/contracts/common";
import type { EventAnswer } from "@/lib/contracts/workflow";
import type { Context } from "@/lib/kernel/context";
import { decodeIdCursor, toPage } from "@/lib/kernel/page";
import { requirePermission } from "@/lib/kernel/permissions";
import { getCase } from "./case-repository";
import { findEventsAfter } from "./event-repository";
import { toEventAnswer } from "./workflow-answer";

/** A 32-bit column. */
const MAX_SEQUENCE = 2_147_483_647;

/** One page of a case's events, oldest first. */
export async function listEvents(
  ctx: Context,
  caseId: number,
  query: { limit: number; cursor?: string | undefined },
): Promise<Page<EventAnswer>> {
  requirePermission(ctx, "cases:read");
  await getCase(ctx, caseId);
  const afterSequence = decodeIdCursor(query.cursor, MAX_SEQUENCE);
  const events = await findEventsAfter(ctx, caseId, { limit: query.limit + 1, afterSequence });
  const page = toPage(events, query.limit, (event) => [event.sequence]);
  return { items: page.items.map(toEventAnswer), nextCursor: page.nextCursor };
}
