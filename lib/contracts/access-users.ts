import { z } from "zod";
import { inReadingOrder, pageQuery, timestamp } from "./common";
import { defineContract } from "./contract";
import { siteList } from "./grant";
import { roleSchema } from "./role";

const userParams = z.object({ id: z.string().min(1).max(64) });

const userSchema = z
  .object({
    id: z.string(),
    email: z.string(),
    name: z.string(),
    role: roleSchema,
    site_ids: z.array(z.string()),
    status: z.enum(["active", "disabled"]),
    signs_in_with: z.enum(["password", "oidc"]),
    has_second_factor: z.boolean(),
    must_change_password: z.boolean(),
    last_sign_in_at: timestamp.nullable(),
    created_by: z.string(),
    created_at: timestamp,
    updated_at: timestamp,
  })
  .meta({ id: "User" });
export type UserAnswer = z.infer<typeof userSchema>;

const invitedSchema = userSchema
  .extend({
    initial_password: z
      .string()
      .meta({ description: "Good for the first sign-in, which asks for another; shown this once" }),
  })
  .meta({ id: "InvitedUser" });
export type InvitedUser = z.infer<typeof invitedSchema>;

const name = inReadingOrder(z.string().trim().min(1).max(120));

const inviteBody = z.object({
  email: z.email().max(254).toLowerCase(),
  name,
  role: roleSchema,
  site_ids: siteList.default(["*"]),
});
export type InviteUser = z.infer<typeof inviteBody>;

const updateBody = z.object({
  name: name.optional(),
  role: roleSchema.optional(),
  site_ids: siteList.optional(),
  status: z.enum(["active", "disabled"]).optional(),
});
export type UpdateUser = z.infer<typeof updateBody>;

const resetBody = z.object({
  remove_second_factor: z
    .boolean()
    .default(false)
    .meta({ description: "For somebody who has lost the device with the authenticator app" }),
});
export type ResetPassword = z.infer<typeof resetBody>;

const shared = { tag: "access", permission: "users:manage" } as const;
const person = {
  id: "0193532a-7c1e-7d59-9a54-1f2f5b7f6f11",
  email: "maria@pharmacy.example",
  name: "Maria Keller",
  role: "pharmacist" as const,
  site_ids: ["store-014"],
  status: "active" as const,
  signs_in_with: "password" as const,
  has_second_factor: true,
  must_change_password: false,
  last_sign_in_at: "2026-11-22T08:00:00.000Z",
  created_by: "user:0193532a-0000-7d59-9a54-1f2f5b7f6f11",
  created_at: "2026-11-01T08:00:00.000Z",
  updated_at: "2026-11-22T08:00:00.000Z",
};
const invited = {
  ...person,
  must_change_password: true,
  has_second_factor: false,
  last_sign_in_at: null,
  initial_password: "k7m2q-xh4wd-9tzra-fc3ue",
};
const invitation = {
  email: person.email,
  name: person.name,
  role: person.role,
  site_ids: person.site_ids,
};

export const listUsersContract = defineContract({
  method: "GET",
  path: "/api/users",
  operationId: "listUsers",
  summary: "List the people of the chain, newest first",
  ...shared,
  query: z.object(pageQuery),
  success: {
    status: 200,
    answer: z.object({ users: z.array(userSchema), next_cursor: z.string().nullable() }),
    description: "One page of people",
  },
  example: { answer: { users: [person], next_cursor: null } },
});

export const inviteUserContract = defineContract({
  method: "POST",
  path: "/api/users",
  operationId: "inviteUser",
  summary: "Add a person; the answer shows their first password, once",
  ...shared,
  body: inviteBody,
  success: {
    status: 201,
    answer: invitedSchema,
    description: "The person and the first password",
    isSecret: true,
  },
  errors: ["conflict"],
  idempotency: "after",
  example: { body: invitation, answer: invited },
});

export const getUserContract = defineContract({
  method: "GET",
  path: "/api/users/{id}",
  operationId: "getUser",
  summary: "Get a person",
  ...shared,
  params: userParams,
  success: { status: 200, answer: userSchema, description: "The person" },
  errors: ["not_found"],
  example: { answer: person },
});

export const updateUserContract = defineContract({
  method: "PATCH",
  path: "/api/users/{id}",
  operationId: "updateUser",
  summary: "Change a person's name, role, sites or status; binds with their next request",
  ...shared,
  params: userParams,
  body: updateBody,
  success: { status: 200, answer: userSchema, description: "The person after the change" },
  errors: ["not_found", "conflict"],
  example: { body: { role: "supervisor" }, answer: person },
});

export const resetPasswordContract = defineContract({
  method: "POST",
  path: "/api/users/{id}/reset-password",
  operationId: "resetUserPassword",
  summary: "Give a person a new first password, shown once, and end their sessions",
  ...shared,
  params: userParams,
  body: resetBody,
  bodyOptional: true,
  success: {
    status: 200,
    answer: invitedSchema,
    description: "The person and the new first password",
    isSecret: true,
  },
  errors: ["not_found", "conflict"],
  idempotency: "after",
  example: { body: { remove_second_factor: true }, answer: invited },
});

export const endUserSessionsContract = defineContract({
  method: "POST",
  path: "/api/users/{id}/end-sessions",
  operationId: "endUserSessions",
  summary: "Sign a person out everywhere",
  ...shared,
  params: userParams,
  success: {
    status: 200,
    answer: z.object({ ended: z.int() }),
    description: "How many sessions were open",
  },
  errors: ["not_found"],
});
