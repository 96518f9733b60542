import type { Forecast } from "@/lib/ame/evidence";
import type { AuditRecord } from "@/lib/audit/record-audit";
import type { JsonObject } from "@/lib/contracts/common";

/** What an audit entry says about a reported event: its ids and scope, never its features. */
export function subjectOfEvent(
  eventId: number,
  { proposalId, scope }: Forecast,
  more: JsonObject = {},
): Pick<AuditRecord, "subject" | "siteId" | "after"> {
  return {
    subject: { type: "ame_event", id: eventId },
    siteId: scope.siteId,
    after: {
      proposal_id: proposalId,
      queue: scope.queue,
      action_type: scope.actionType,
      role_context: scope.roleContext || null,
      ...more,
    },
  };
}
