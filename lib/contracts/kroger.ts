import { z } from "zod";
import { bodyId, inReadingOrder, wholeNumber } from "./common";
import { defineContract } from "./contract";
import { workflowSchema } from "./workflow";

const answer = { status: 200, answer: workflowSchema, description: "The case" } as const;

export const krogerScenariosContract = defineContract({
  method: "GET",
  path: "/api/kroger/scenarios",
  operationId: "listKrogerTemplates",
  summary: "List the Kroger refill templates",
  tag: "kroger",
  permission: "cases:read",
  success: {
    status: 200,
    answer: z.array(
      z.object({
        key: z.string(),
        name: z.string(),
        description: z.string(),
        defaults: z.object({ drug: z.string(), sig: z.string(), days_supply: z.int() }),
      }),
    ),
    description: "The templates",
  },
});

const krogerStartBody = z.object({
  scenario_key: z.string().max(100),
  store_id: inReadingOrder(z.string().trim().max(100)).nullish(),
  patient_ref: z.string().max(100).nullish(),
  contact_method: z.string().max(100).default("phone"),
});
export type KrogerStart = z.infer<typeof krogerStartBody>;

export const krogerStartContract = defineContract({
  method: "POST",
  path: "/api/kroger/start",
  operationId: "startKrogerRefill",
  summary: "Start a refill case from a template",
  tag: "kroger",
  permission: "cases:write",
  body: krogerStartBody,
  success: answer,
  errors: ["not_found"],
  tagged: true,
});

const prescriberApprovalBody = z.object({
  workflow_id: bodyId,
  prescriber_office: inReadingOrder(z.string().max(200)).default("Prescriber Office"),
  method: z.string().max(100).default("eRx"),
  rx_ref: z.string().max(100).nullish(),
});
export type PrescriberApproval = z.infer<typeof prescriberApprovalBody>;

export const prescriberApprovalContract = defineContract({
  method: "POST",
  path: "/api/kroger/prescriber-approval",
  operationId: "recordPrescriberApproval",
  summary: "The prescriber has approved the renewal",
  tag: "kroger",
  permission: "cases:write",
  body: prescriberApprovalBody,
  success: answer,
  errors: ["not_found", "conflict", "blocked"],
  tagged: true,
  ifMatch: "case",
});

const submitPreverificationBody = z.object({
  workflow_id: bodyId,
  sig: z.string().max(1000),
  days_supply: wholeNumber().min(1).max(365).default(90),
  payer: z.string().max(200).default("Unknown"),
  insurance_result: z.string().max(100).default("accepted"),
});
export type SubmitPreverification = z.infer<typeof submitPreverificationBody>;

export const submitPreverificationContract = defineContract({
  method: "POST",
  path: "/api/kroger/submit-preverification",
  operationId: "submitPreverification",
  summary: "Data entry is done and the payer has answered",
  tag: "kroger",
  permission: "cases:write",
  body: submitPreverificationBody,
  success: answer,
  errors: ["not_found", "conflict", "blocked"],
  tagged: true,
  ifMatch: "case",
});

const pharmacistPreverifyBody = z.object({
  workflow_id: bodyId,
  decision: z.string().max(100).default("approved"),
  notes: inReadingOrder(z.string().max(1000)).nullish(),
});
export type PharmacistPreverify = z.infer<typeof pharmacistPreverifyBody>;

export const pharmacistPreverifyContract = defineContract({
  method: "POST",
  path: "/api/kroger/pharmacist-preverify",
  operationId: "recordPharmacistPreverification",
  summary: "The pharmacist's drug utilisation review",
  tag: "kroger",
  permission: "clinical:decide",
  body: pharmacistPreverifyBody,
  success: answer,
  errors: ["not_found", "conflict", "blocked"],
  tagged: true,
  ifMatch: "case",
  example: { body: { workflow_id: 12, decision: "approved", notes: "No interactions" } },
});
