import { z } from "zod";
import { timestamp } from "./common";
import { defineContract } from "./contract";
import { roleSchema } from "./role";

const MAX_PASSWORD = 256;
const password = z.string().min(1).max(MAX_PASSWORD);
const code = z
  .string()
  .trim()
  .regex(/^\d{3} ?\d{3}$/, "the six digits that the authenticator app shows");

const runningSchema = z.object({
  method: z.enum(["password", "oidc"]),
  started_at: timestamp,
  expires_at: timestamp.meta({ description: "Over then in any case" }),
  idle_expires_at: timestamp.meta({ description: "Over then unless the person does something" }),
  idle_minutes: z.int(),
});

const sessionSchema = z
  .object({
    actor: z.object({ kind: z.enum(["user", "api_key", "client", "system"]), id: z.string() }),
    role: roleSchema,
    tenant_id: z.string(),
    site_ids: z.array(z.string()),
    permissions: z.array(z.string()),
    user: z
      .object({
        id: z.string(),
        email: z.string(),
        name: z.string(),
        signs_in_with: z.enum(["password", "oidc"]),
        has_second_factor: z.boolean(),
        must_change_password: z.boolean(),
      })
      .nullable()
      .meta({
        description: "null for API keys, a person's own too, for partner systems and in the demo",
      }),
    session: runningSchema.nullable(),
  })
  .meta({ id: "Session" });
export type SessionAnswer = z.infer<typeof sessionSchema>;

/** A browser that somebody is signed in with, as their settings show it. */
export interface OwnSession {
  id: string;
  isThis: boolean;
  startedAt: string;
  lastActiveAt: string;
  ip: string | null;
  userAgent: string;
}

const activitySchema = z.object({ expires_at: timestamp, idle_expires_at: timestamp });
export type ActivityAnswer = z.infer<typeof activitySchema>;

const newSecretSchema = z.object({
  secret: z.string().meta({ description: "Base32, for typing in; shown this once" }),
  uri: z.string().meta({ description: "otpauth://, for a QR code" }),
});
export type NewTimeCodeSecret = z.infer<typeof newSecretSchema>;

const changeBody = z.object({ current: password, new: z.string().min(1).max(MAX_PASSWORD) });
export type ChangePassword = z.infer<typeof changeBody>;
const codeBody = z.object({ code });
const passwordBody = z.object({ password });
const removeBody = z.object({ password, code });
export type RemoveSecondFactor = z.infer<typeof removeBody>;

const done = z.object({ ok: z.literal(true) });
const shared = { tag: "access", permission: "account:own" } as const;

export const getSessionContract = defineContract({
  method: "GET",
  path: "/api/session",
  operationId: "getSession",
  summary: "Who am I, and what may I do",
  ...shared,
  success: { status: 200, answer: sessionSchema, description: "Whose credentials these are" },
  example: {
    answer: {
      actor: { kind: "user", id: "user:0193532a-7c1e-7d59-9a54-1f2f5b7f6f11" },
      role: "read_only",
      tenant_id: "default",
      site_ids: ["store-014"],
      permissions: ["cases:read", "gates:read", "settings:read"],
      user: {
        id: "0193532a-7c1e-7d59-9a54-1f2f5b7f6f11",
        email: "maria@pharmacy.example",
        name: "Maria Keller",
        signs_in_with: "password",
        has_second_factor: true,
        must_change_password: false,
      },
      session: {
        method: "password",
        started_at: "2026-11-22T08:00:00.000Z",
        expires_at: "2026-11-22T20:00:00.000Z",
        idle_expires_at: "2026-11-22T08:15:00.000Z",
        idle_minutes: 15,
      },
    },
  },
});

export const keepSessionContract = defineContract({
  method: "POST",
  path: "/api/session/activity",
  operationId: "keepSession",
  summary: "Tell that the person is still there; nothing else keeps a session from ending",
  ...shared,
  success: { status: 200, answer: activitySchema, description: "Until when the session runs" },
  errors: ["conflict"],
});

export const endOtherSessionsContract = defineContract({
  method: "POST",
  path: "/api/session/end-all",
  operationId: "endOtherSessions",
  summary: "Sign oneself out everywhere else; keys that act as oneself end, too",
  ...shared,
  success: {
    status: 200,
    answer: z.object({ ended: z.int() }),
    description: "How many other sessions were open",
  },
  errors: ["conflict"],
});

export const changePasswordContract = defineContract({
  method: "POST",
  path: "/api/session/password",
  operationId: "changePassword",
  summary: "Change one's own password; other sessions and keys that act as oneself end",
  ...shared,
  body: changeBody,
  success: { status: 200, answer: done, description: "The new password holds" },
  errors: ["conflict"],
  idempotency: "after",
  example: { body: { current: "k7m2q-xh4wd-9tzra-fc3ue", new: "seven geese walk to market" } },
});

export const beginSecondFactorContract = defineContract({
  method: "POST",
  path: "/api/session/totp",
  operationId: "beginSecondFactor",
  summary:
    "Make a secret for an authenticator app; needs the password, and counts once a code confirms it",
  ...shared,
  body: passwordBody,
  success: {
    status: 200,
    answer: newSecretSchema,
    description: "What to give to the app",
    isSecret: true,
  },
  errors: ["conflict"],
  idempotency: "after",
  example: {
    body: { password: "seven geese walk to market" },
    answer: {
      secret: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
      uri: "otpauth://totp/Control%20Tower:maria%40pharmacy.example?issuer=Control%20Tower&secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&algorithm=SHA1&digits=6&period=30",
    },
  },
});

export const confirmSecondFactorContract = defineContract({
  method: "POST",
  path: "/api/session/totp/confirm",
  operationId: "confirmSecondFactor",
  summary: "Switch the authenticator app on with its first code",
  ...shared,
  body: codeBody,
  success: { status: 200, answer: done, description: "Signing in asks for a code from now on" },
  errors: ["conflict"],
  idempotency: "after",
  example: { body: { code: "492039" } },
});

export const removeSecondFactorContract = defineContract({
  method: "POST",
  path: "/api/session/totp/remove",
  operationId: "removeSecondFactor",
  summary: "Switch the authenticator app off; needs the password and a code",
  ...shared,
  body: removeBody,
  success: { status: 200, answer: done, description: "Signing in asks for the password alone" },
  errors: ["conflict"],
  idempotency: "after",
  example: { body: { password: "seven geese walk to market", code: "492039" } },
});
