import { z } from "zod";
import { pageQuery, timestamp, wholeNumber } from "./common";
import { defineContract } from "./contract";
import { glassReason, reasonText } from "./reason-code";

const GLASS_KINDS = ["patient_data", "gate"] as const;
export type GlassKind = (typeof GLASS_KINDS)[number];

const REVIEW_STATUSES = ["open", "justified", "unjustified"] as const;
export type ReviewStatus = (typeof REVIEW_STATUSES)[number];

const glassGrantSchema = z
  .object({
    id: z.string(),
    kind: z.enum(GLASS_KINDS),
    subject: z.string().meta({ description: "Id of the case, or key of the gate" }),
    site_id: z.string(),
    actor: z.string(),
    role: z.string(),
    reason_code: z.string(),
    reason: z.string(),
    started_at: timestamp,
    expires_at: timestamp,
    ended_at: timestamp.nullable(),
    active: z.boolean(),
    use_count: z.int(),
    review_status: z.enum(REVIEW_STATUSES),
    reviewed_by: z.string().nullable(),
    reviewed_at: timestamp.nullable(),
    review_note: z.string().nullable(),
  })
  .meta({ id: "BreakGlassGrant" });
export type GlassGrantAnswer = z.infer<typeof glassGrantSchema>;

const breakGlassBody = z.object({
  kind: z.enum(GLASS_KINDS),
  subject: z.string().trim().min(1).max(200),
  reason_code: glassReason,
  reason: reasonText,
  minutes: wholeNumber().min(5).max(60),
});
export type BreakGlass = z.infer<typeof breakGlassBody>;

export const breakGlassContract = defineContract({
  method: "POST",
  path: "/api/governance/break-glass",
  operationId: "breakGlass",
  summary: "Go past a masked record or an unset gate for some minutes; a person only, and reviewed",
  tag: "governance",
  permission: "glass:break",
  body: breakGlassBody,
  success: { status: 201, answer: glassGrantSchema, description: "The grant" },
  errors: ["not_found", "conflict"],
  example: {
    body: {
      kind: "gate",
      subject: "kroger.data_entry_to_preverify_insurance",
      reason_code: "patient_safety",
      reason: "The patient waits at the counter without insulin",
      minutes: 15,
    },
  },
});

export const listGlassGrantsContract = defineContract({
  method: "GET",
  path: "/api/governance/break-glass",
  operationId: "listGlassGrants",
  summary: "List one's own grants, or with glass:review everybody's, newest first",
  tag: "governance",
  permission: "glass:break",
  query: z.object({ ...pageQuery, review: z.enum(REVIEW_STATUSES).optional() }),
  success: {
    status: 200,
    answer: z.array(glassGrantSchema),
    description: "One page of grants; the Link header leads to the next",
  },
});

const grantParams = z.object({ id: z.string().min(1).max(64) });

export const endGlassGrantContract = defineContract({
  method: "POST",
  path: "/api/governance/break-glass/{id}/end",
  operationId: "endGlassGrant",
  summary: "End a grant before its time",
  tag: "governance",
  permission: "glass:break",
  params: grantParams,
  success: { status: 200, answer: glassGrantSchema, description: "The grant, ended" },
  errors: ["not_found", "conflict"],
});

const reviewBody = z.object({ verdict: z.enum(["justified", "unjustified"]), note: reasonText });
export type ReviewGlass = z.infer<typeof reviewBody>;

export const reviewGlassGrantContract = defineContract({
  method: "POST",
  path: "/api/governance/break-glass/{id}/review",
  operationId: "reviewGlassGrant",
  summary: "Judge a grant that is over, as another person",
  tag: "governance",
  permission: "glass:review",
  params: grantParams,
  body: reviewBody,
  success: { status: 200, answer: glassGrantSchema, description: "The grant with its verdict" },
  errors: ["not_found", "conflict"],
});
