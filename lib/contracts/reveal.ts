import { z } from "zod";
import { bodyId, idParam, inReadingOrder, jsonObject } from "./common";
import { defineContract } from "./contract";

/** Why somebody needs to see a patient's data. */
const REVEAL_REASONS = [
  "treatment",
  "patient_contact",
  "claim",
  "complaint",
  "investigation",
  "other",
] as const;
export type RevealReason = (typeof REVEAL_REASONS)[number];

const revealBody = z.object({
  reason_code: z.enum(REVEAL_REASONS),
  reason: inReadingOrder(z.string().trim().min(3).max(500)),
});
export type Reveal = z.infer<typeof revealBody>;

const revealedSchema = z
  .object({
    workflow_id: bodyId,
    attributes: jsonObject,
    events: z
      .array(z.object({ id: bodyId, event_type: z.string(), payload: jsonObject }))
      .meta({ description: "The newest 200, oldest first" }),
  })
  .meta({ id: "RevealedPatientData" });
export type RevealedPatientData = z.infer<typeof revealedSchema>;

export const revealContract = defineContract({
  method: "POST",
  path: "/api/workflows/{id}/reveal",
  operationId: "revealPatientData",
  summary: "Show the patient data of a case unmasked; every look is audited",
  tag: "workflows",
  permission: "patients:reveal",
  orGrant: "patient_data",
  params: z.object({ id: idParam }),
  body: revealBody,
  success: {
    status: 200,
    answer: revealedSchema,
    description: "The attributes and payloads as stored",
    isSecret: true,
  },
  errors: ["not_found"],
  idempotency: "never",
  example: {
    body: { reason_code: "patient_contact", reason: "Calling about the prior authorisation" },
  },
});
