import { recordAudit } from "@/lib/audit/record-audit";
import type { CreateEvent, EventAnswer } from "@/lib/contracts/workflow";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { inTransaction } from "@/lib/kernel/transaction";
import type { AfterChange } from "./after-change";
import { touchCase } from "./case-repository";
import { insertEvent } from "./event-repository";
import { toEventAnswer } from "./workflow-answer";

/** Records a fact about a case. */
export async function addEvent(
  ctx: Context,
  caseId: number,
  input: CreateEvent,
  afterChange: AfterChange,
): Promise<EventAnswer> {
  requirePermission(ctx, "cases:write");
  const event = await inTransaction(ctx, async (tx) => {
    const owner = await touchCase(tx, caseId, { events: 1 });
    const stored = await insertEvent(tx, caseId, owner.eventCount, {
      eventType: input.event_type,
      payload: input.payload,
    });
    await recordAudit(tx, {
      action: "event.create",
      subject: { type: "event", id: stored.id },
      caseId,
      siteId: owner.siteId,
      after: { event_type: stored.eventType, payload: stored.payload },
    });
    await afterChange(tx, caseId, { change: "event_created", eventTypes: [stored.eventType] });
    return stored;
  });
  return toEventAnswer(event);
}
