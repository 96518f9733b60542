import { z } from "zod";
import { inReadingOrder, pageQuery, timestamp, wholeNumber } from "./common";
import { defineContract } from "./contract";
import { permissionList, roleField, siteList } from "./grant";
import { reasonText } from "./reason-code";

const keyParams = z.object({ id: z.string().min(1).max(64) });

const apiKeySchema = z
  .object({
    id: z.string(),
    name: z.string(),
    prefix: z.string().meta({ description: "The readable start of the key" }),
    role: roleField,
    permissions: permissionList,
    site_ids: siteList,
    user_id: z
      .string()
      .nullable()
      .meta({ description: "Whoever uses the key acts as this person; null = a machine" }),
    replaces_id: z.string().nullable(),
    expires_at: timestamp.nullable(),
    revoked_at: timestamp.nullable(),
    revoked_by: z.string().nullable(),
    last_used_at: timestamp.nullable().meta({ description: "To the minute" }),
    version: z.int(),
    created_by: z.string(),
    created_at: timestamp,
    updated_at: timestamp,
  })
  .meta({ id: "ApiKey" });
export type ApiKeyAnswer = z.infer<typeof apiKeySchema>;

const apiKeyWithSecret = apiKeySchema
  .extend({ key: z.string().meta({ description: "For the X-API-Key header; shown this once" }) })
  .meta({ id: "ApiKeyWithSecret" });
export type ApiKeyWithSecret = z.infer<typeof apiKeyWithSecret>;

const createBody = z.object({
  name: inReadingOrder(z.string().trim().min(1).max(100)),
  role: roleField,
  permissions: permissionList.default(null),
  site_ids: siteList.default(["*"]),
  expires_at: timestamp.nullable().default(null),
});
export type CreateApiKey = z.infer<typeof createBody>;

const MAX_PASSWORD = 256;
const MAX_OVERLAP_MINUTES = 43_200;
const rotateBody = z.object({
  overlap_minutes: wholeNumber()
    .min(0)
    .max(MAX_OVERLAP_MINUTES)
    .default(0)
    .meta({ description: "How long the old key goes on working beside the new one" }),
});

const revokeBody = z.object({ reason: reasonText });

const example: z.input<typeof apiKeyWithSecret> = {
  id: "01939f2e-6a34-7c3e-9d5e-0c6a1f0b7a11",
  name: "Pharmacy system, High Street",
  prefix: "ctk_k3x9f2ab",
  role: "technician",
  permissions: ["cases:read", "events:read"],
  site_ids: ["store-014"],
  user_id: null,
  replaces_id: null,
  expires_at: "2027-03-02T09:30:00.000Z",
  revoked_at: null,
  revoked_by: null,
  last_used_at: null,
  version: 1,
  created_by: "user:01939f2e-0000-7000-8000-000000000001",
  created_at: "2026-03-02T09:30:00.000Z",
  updated_at: "2026-03-02T09:30:00.000Z",
  key: "ctk_k3x9f2ab_…43 characters…_0aB1cD",
};
const exampleBody = {
  name: "Pharmacy system, High Street",
  role: "technician" as const,
  permissions: ["cases:read" as const, "events:read" as const],
  site_ids: ["store-014"],
  expires_at: "2027-03-02T09:30:00.000Z",
};

const withSecret = {
  answer: apiKeyWithSecret,
  description: "The key, shown once",
  isSecret: true,
};
const shared = { tag: "access", permission: "keys:manage" } as const;

export const listApiKeysContract = defineContract({
  method: "GET",
  path: "/api/keys",
  operationId: "listApiKeys",
  summary: "List API keys, newest first; those of the environment are not among them",
  ...shared,
  query: z.object(pageQuery),
  success: {
    status: 200,
    answer: z.object({ keys: z.array(apiKeySchema), next_cursor: z.string().nullable() }),
    description: "One page of keys",
  },
});

export const createApiKeyContract = defineContract({
  method: "POST",
  path: "/api/keys",
  operationId: "createApiKey",
  summary: "Add an API key; the answer shows it, once. Nobody hands out more than they have",
  ...shared,
  body: createBody,
  success: { status: 201, ...withSecret },
  errors: ["not_found", "conflict"],
  example: { body: exampleBody, answer: example },
});

export const getApiKeyContract = defineContract({
  method: "GET",
  path: "/api/keys/{id}",
  operationId: "getApiKey",
  summary: "Get an API key; the key itself is never shown again",
  ...shared,
  params: keyParams,
  success: { status: 200, answer: apiKeySchema, description: "The key" },
  errors: ["not_found"],
});

export const rotateApiKeyContract = defineContract({
  method: "POST",
  path: "/api/keys/{id}/rotate",
  operationId: "rotateApiKey",
  summary:
    "Make a key that takes over from this one, which works on as long as told; not for a person's key",
  ...shared,
  params: keyParams,
  body: rotateBody,
  bodyOptional: true,
  success: { status: 201, ...withSecret },
  errors: ["not_found", "conflict"],
  example: { body: { overlap_minutes: 60 }, answer: example },
});

export const revokeApiKeyContract = defineContract({
  method: "POST",
  path: "/api/keys/{id}/revoke",
  operationId: "revokeApiKey",
  summary: "End a key; the next request with it is refused on every node",
  ...shared,
  params: keyParams,
  body: revokeBody,
  success: { status: 200, answer: apiKeySchema, description: "The key, revoked" },
  errors: ["not_found", "conflict"],
});

/** Beside the manager's: what everybody may do for themselves. */
const own = { tag: "access", permission: "account:own" } as const;

export const listOwnApiKeysContract = defineContract({
  method: "GET",
  path: "/api/keys/own",
  operationId: "listOwnApiKeys",
  summary: "List the keys that act as oneself, newest first",
  ...own,
  query: z.object(pageQuery),
  success: {
    status: 200,
    answer: z.object({ keys: z.array(apiKeySchema), next_cursor: z.string().nullable() }),
    description: "One page of keys",
  },
});

const ownBody = createBody.extend({
  password: z.string().min(1).max(MAX_PASSWORD).nullable().default(null).meta({
    description: "One's password, asked anew; null for people who sign in with a company account",
  }),
});
export type CreateOwnApiKey = z.infer<typeof ownBody>;

export const createOwnApiKeyContract = defineContract({
  method: "POST",
  path: "/api/keys/own",
  operationId: "createOwnApiKey",
  summary:
    "Add a key that acts as oneself, for a tool; the answer shows it, once. Needs a session, and the password or a sign-in of the last quarter of an hour",
  ...own,
  body: ownBody,
  success: { status: 201, ...withSecret },
  errors: ["conflict"],
  idempotency: "after",
  example: {
    body: { ...exampleBody, password: "seven geese walk to market" },
    answer: { ...example, user_id: "01939f2e-0000-7000-8000-000000000001" },
  },
});

export const revokeOwnApiKeyContract = defineContract({
  method: "POST",
  path: "/api/keys/own/{id}/revoke",
  operationId: "revokeOwnApiKey",
  summary: "End a key that acts as oneself",
  ...own,
  params: keyParams,
  body: revokeBody,
  success: { status: 200, answer: apiKeySchema, description: "The key, revoked" },
  errors: ["not_found", "conflict"],
});
