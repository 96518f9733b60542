import { createHash } from "node:crypto";
import { ROLES, type Role } from "@/lib/contracts/role";

const keyOf = (role: Role) => createHash("sha256").update(`test key of ${role}`).digest("hex");

/** One strong key for each role. */
export const KEYS = Object.fromEntries(ROLES.map((role) => [role, keyOf(role)])) as Record<
  Role,
  string
>;

const secretOf = (name: string) => createHash("sha256").update(`test secret ${name}`).digest("hex");

/** What a production server does not start without, beside its administrator's key. */
export const SECRETS: Readonly<Record<string, string>> = {
  NEXTAUTH_SECRET: secretOf("sessions"),
  ENCRYPTION_KEY: secretOf("stored secrets"),
  AUDIT_SIGNING_KEY: secretOf("audit"),
};

/** The environment of a production server that knows these keys; each is named after its role. */
export const PRODUCTION: Readonly<Record<string, string>> = {
  ENVIRONMENT: "production",
  ...SECRETS,
  BLADNIR_ADMIN_KEY: KEYS.admin,
  BLADNIR_KEY_READ_ONLY: `${KEYS.read_only}:read_only`,
  BLADNIR_KEY_TECHNICIAN: `${KEYS.technician}:technician`,
  BLADNIR_KEY_PHARMACIST: `${KEYS.pharmacist}:pharmacist`,
  BLADNIR_KEY_SUPERVISOR: `${KEYS.supervisor}:supervisor`,
};
