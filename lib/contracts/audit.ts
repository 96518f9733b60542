import { z } from "zod";
import { bodyId, jsonObject, looseIdParam, pageQuery, timestamp } from "./common";
import { defineContract } from "./contract";

const auditEntrySchema = z
  .object({
    id: bodyId,
    at: timestamp,
    actor: z.object({ kind: z.string(), id: z.string(), role: z.string() }),
    action: z.string(),
    subject: z.object({ type: z.string(), id: z.string() }),
    case_id: bodyId.nullable(),
    site_id: z.string(),
    reason: z.string().nullable(),
    before: jsonObject,
    after: jsonObject,
    request_id: z.string(),
    source: z.string(),
  })
  .meta({ id: "AuditEntry" });
export type AuditEntryAnswer = z.infer<typeof auditEntrySchema>;

export const listAuditContract = defineContract({
  method: "GET",
  path: "/api/audit",
  operationId: "listAuditEntries",
  summary: "List audit entries, newest first",
  tag: "audit",
  permission: "audit:read",
  query: z.object({ ...pageQuery, case_id: looseIdParam.optional() }),
  success: {
    status: 200,
    answer: z.object({ entries: z.array(auditEntrySchema), next_cursor: z.string().nullable() }),
    description: "One page of entries",
  },
});
