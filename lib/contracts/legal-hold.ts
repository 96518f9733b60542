import { z } from "zod";
import { inReadingOrder, pageQuery, timestamp, wholeNumber } from "./common";
import { defineContract } from "./contract";
import { siteName } from "./grant";

/** Every condition must hold; without any, a hold covers everything. */
const covers = z.strictObject({
  case_id: wholeNumber().optional(),
  actor: z.string().min(1).max(200).optional(),
  action: z
    .string()
    .min(1)
    .max(100)
    .optional()
    .meta({ description: "The action or how it begins" }),
  subject_type: z.string().min(1).max(100).optional(),
  subject_id: z.string().min(1).max(191).optional(),
  site: siteName.optional(),
  from: timestamp.optional(),
  to: timestamp.optional(),
});
export type HoldCovers = z.infer<typeof covers>;
export const holdCovers = covers;

const legalHold = z
  .object({
    id: z.string(),
    name: z.string(),
    reason: z.string(),
    covers,
    placed_by: z.string(),
    placed_at: timestamp,
    released_by: z.string().nullable(),
    released_at: timestamp.nullable(),
    release_reason: z.string().nullable(),
  })
  .meta({ id: "LegalHold" });
export type LegalHoldAnswer = z.infer<typeof legalHold>;

const reason = inReadingOrder(
  z.string().trim().min(10, "must say why, in at least 10 characters").max(1000),
);

export const listHoldsContract = defineContract({
  method: "GET",
  path: "/api/audit/holds",
  operationId: "listLegalHolds",
  summary: "List legal holds, newest first",
  tag: "audit",
  permission: "audit:manage",
  query: z.object(pageQuery),
  success: {
    status: 200,
    answer: z.object({ holds: z.array(legalHold), next_cursor: z.string().nullable() }),
    description: "One page of holds",
  },
});

const placeHoldBody = z.object({
  name: inReadingOrder(z.string().trim().min(1).max(150)),
  reason,
  covers: covers.default({}),
});
export type PlaceHold = z.infer<typeof placeHoldBody>;

export const placeHoldContract = defineContract({
  method: "POST",
  path: "/api/audit/holds",
  operationId: "placeLegalHold",
  summary: "Keep audit entries beyond their time",
  tag: "audit",
  permission: "audit:manage",
  body: placeHoldBody,
  success: { status: 201, answer: legalHold, description: "The hold is in force" },
  example: {
    body: {
      name: "Board of Pharmacy, case 12",
      reason: "Subpoena of 3 March, all that concerns the case",
      covers: { case_id: 12 },
    },
  },
});

export const releaseHoldContract = defineContract({
  method: "POST",
  path: "/api/audit/holds/{id}/release",
  operationId: "releaseLegalHold",
  summary: "End a legal hold",
  tag: "audit",
  permission: "audit:manage",
  params: z.object({ id: z.string().min(1).max(64) }),
  body: z.object({ reason }),
  success: { status: 200, answer: legalHold, description: "The hold is over" },
  errors: ["not_found", "conflict"],
  example: { body: { reason: "The board has closed its case" } },
});
