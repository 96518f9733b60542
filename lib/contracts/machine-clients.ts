import { z } from "zod";
import { inReadingOrder, jsonObject, pageQuery, timestamp } from "./common";
import { defineContract } from "./contract";
import { permissionList, roleField, siteList } from "./grant";

const clientParams = z.object({ id: z.string().min(1).max(64) });
const MAX_KEYS = 10;

const jwks = z
  .object({ keys: z.array(jsonObject).min(1).max(MAX_KEYS) })
  .nullable()
  .meta({ description: "The client's public keys (RFC 7517), when they are not fetched" });
const jwksUrl = z
  .string()
  .min(1)
  .max(2000)
  .nullable()
  .meta({ description: "Where the client's public keys are fetched, over https" });

const clientSchema = z
  .object({
    id: z.string().meta({ description: "iss and sub of the client's assertions" }),
    name: z.string(),
    role: roleField,
    permissions: permissionList,
    site_ids: siteList,
    jwks,
    jwks_url: jwksUrl,
    is_enabled: z.boolean(),
    last_used_at: timestamp.nullable().meta({ description: "To the minute" }),
    version: z.int(),
    created_by: z.string(),
    created_at: timestamp,
    updated_at: timestamp,
  })
  .meta({ id: "MachineClient" });
export type MachineClientAnswer = z.infer<typeof clientSchema>;

const fields = {
  name: inReadingOrder(z.string().trim().min(1).max(100)),
  role: roleField,
  permissions: permissionList,
  site_ids: siteList,
  jwks,
  jwks_url: jwksUrl,
};
const createBody = z.object({
  ...fields,
  permissions: permissionList.default(null),
  site_ids: siteList.default(["*"]),
  jwks: jwks.default(null),
  jwks_url: jwksUrl.default(null),
});
export type CreateMachineClient = z.infer<typeof createBody>;

const updateBody = z.object({ ...fields, is_enabled: z.boolean() }).partial();
export type UpdateMachineClient = z.infer<typeof updateBody>;

const exampleBody = {
  name: "Partner pharmacy system",
  role: "technician" as const,
  permissions: ["cases:read" as const, "events:read" as const],
  site_ids: ["store-014"],
  jwks_url: "https://partner.example/.well-known/jwks.json",
};
const example: z.input<typeof clientSchema> = {
  id: "01939f2e-6a34-7c3e-9d5e-0c6a1f0b7a22",
  ...exampleBody,
  jwks: null,
  is_enabled: true,
  last_used_at: null,
  version: 1,
  created_by: "user:01939f2e-0000-7000-8000-000000000001",
  created_at: "2026-03-02T09:30:00.000Z",
  updated_at: "2026-03-02T09:30:00.000Z",
};

const shared = { tag: "access", permission: "keys:manage" } as const;
const one = { answer: clientSchema, description: "The partner system" };

export const listMachineClientsContract = defineContract({
  method: "GET",
  path: "/api/clients",
  operationId: "listMachineClients",
  summary: "List partner systems that sign in with a key pair, newest first",
  ...shared,
  query: z.object(pageQuery),
  success: {
    status: 200,
    answer: z.object({ clients: z.array(clientSchema), next_cursor: z.string().nullable() }),
    description: "One page of partner systems",
  },
});

export const createMachineClientContract = defineContract({
  method: "POST",
  path: "/api/clients",
  operationId: "createMachineClient",
  summary: "Register a partner system with its public keys; nobody hands out more than they have",
  ...shared,
  body: createBody,
  success: { status: 201, ...one },
  errors: ["conflict"],
  example: { body: exampleBody, answer: example },
});

export const getMachineClientContract = defineContract({
  method: "GET",
  path: "/api/clients/{id}",
  operationId: "getMachineClient",
  summary: "Get a partner system",
  ...shared,
  params: clientParams,
  success: { status: 200, ...one },
  errors: ["not_found"],
  example: { answer: example },
});

export const updateMachineClientContract = defineContract({
  method: "PATCH",
  path: "/api/clients/{id}",
  operationId: "updateMachineClient",
  summary: "Change a partner system; disabling it binds with its next request",
  ...shared,
  params: clientParams,
  body: updateBody,
  success: { status: 200, ...one },
  errors: ["not_found"],
  example: { body: { is_enabled: false }, answer: { ...example, is_enabled: false } },
});

export const deleteMachineClientContract = defineContract({
  method: "DELETE",
  path: "/api/clients/{id}",
  operationId: "deleteMachineClient",
  summary: "Remove a partner system; its tokens end at once",
  ...shared,
  params: clientParams,
  success: { status: 200, answer: z.object({ ok: z.literal(true) }), description: "It is gone" },
  errors: ["not_found"],
});
