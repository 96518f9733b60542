import { z } from "zod";
import { bodyId, jsonObject, looseIdParam, pageQuery, timestamp } from "./common";
import { defineContract } from "./contract";

const note = z.string().nullable();

const auditEntrySchema = z
  .object({
    id: bodyId,
    at: timestamp,
    actor: z.object({ kind: z.string(), id: z.string(), role: z.string() }),
    on_behalf_of: note.meta({ description: "For whom a machine says it acts; a note" }),
    action: z.string(),
    outcome: z.string().meta({ description: "done or denied" }),
    subject: z.object({ type: z.string(), id: z.string() }),
    case_id: bodyId.nullable(),
    site_id: z.string(),
    reason_code: note,
    reason: note,
    before: jsonObject,
    after: jsonObject,
    request_id: z.string(),
    source: z.string(),
    ip: note,
    workstation: note,
    retention_class: z.string(),
    content_hash: note,
    seal: z
      .object({ position: bodyId, chain_hash: z.string() })
      .nullable()
      .meta({ description: "Its place in the hash chain; null for about a second" }),
  })
  .meta({ id: "AuditEntry" });
export type AuditEntryAnswer = z.infer<typeof auditEntrySchema>;

/** What the audit page offers as one choice. */
export const AUDIT_PRESETS = ["activity", "people", "automation", "denied", "system"] as const;

const filters = {
  preset: z.enum(AUDIT_PRESETS).optional().meta({
    description:
      "activity: all but webhook deliveries; people; automation: machines and rules; denied; system",
  }),
  actor: z.string().max(200).optional(),
  action: z.string().max(100).optional().meta({ description: "The action or how it begins" }),
  subject: z.string().max(300).optional().meta({ description: "A type, or type:id" }),
  case_id: looseIdParam.optional(),
  site: z.string().max(100).optional(),
  outcome: z.enum(["done", "denied"]).optional(),
  from: timestamp.optional(),
  to: timestamp.optional().meta({ description: "Before this moment" }),
  request_id: z.string().max(200).optional(),
};
const filterSchema = z.object(filters);
export type AuditFilters = z.infer<typeof filterSchema>;

export const listAuditContract = defineContract({
  method: "GET",
  path: "/api/audit",
  operationId: "listAuditEntries",
  summary: "List audit entries, newest first",
  tag: "audit",
  permission: "audit:read",
  query: z.object({
    ...pageQuery,
    ...filters,
    order: z.enum(["newest", "oldest"]).default("newest"),
  }),
  success: {
    status: 200,
    answer: z.object({ entries: z.array(auditEntrySchema), next_cursor: z.string().nullable() }),
    description: "One page of entries",
  },
});

export const exportAuditContract = defineContract({
  method: "GET",
  path: "/api/audit/export",
  operationId: "exportAudit",
  summary: "Export audit entries as JSONL that verifies offline, or as CSV",
  tag: "audit",
  permission: "audit:read",
  query: z.object({ ...filters, format: z.enum(["jsonl", "csv"]).default("jsonl") }),
  success: {
    status: 200,
    contentTypes: ["application/x-ndjson", "text/csv"],
    answer: z.string(),
    description:
      "One record a line; entries that the filters leave out stand as bare seals. With format=csv text/csv of the entries alone",
  },
  errors: ["unavailable"],
});

const checkpointSchema = z
  .object({
    tenant_id: z.string(),
    position: bodyId,
    previous_position: bodyId,
    chain_hash: z.string(),
    at: timestamp,
    key_id: z.string(),
    signature: z.string().meta({ description: "Ed25519, base64" }),
  })
  .meta({ id: "AuditCheckpoint" });

export const listCheckpointsContract = defineContract({
  method: "GET",
  path: "/api/audit/checkpoints",
  operationId: "listAuditCheckpoints",
  summary: "List signed statements of where the chain stood, newest first; keep some elsewhere",
  tag: "audit",
  permission: "audit:read",
  query: z.object(pageQuery),
  success: {
    status: 200,
    answer: z.object({
      checkpoints: z.array(checkpointSchema),
      next_cursor: z.string().nullable(),
    }),
    description: "One page of checkpoints",
  },
});

export const auditPublicKeyContract = defineContract({
  method: "GET",
  path: "/api/audit/public-key",
  operationId: "getAuditPublicKey",
  summary: "The key that checkpoints are verified with",
  tag: "audit",
  permission: "audit:read",
  success: {
    status: 200,
    answer: z.object({ key_id: z.string(), algorithm: z.literal("Ed25519"), pem: z.string() }),
    description: "The public key",
  },
});
