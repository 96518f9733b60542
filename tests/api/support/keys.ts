import { createHash } from "node:crypto";
import { ROLES, type Role } from "@/lib/contracts/role";

const keyOf = (role: Role) => createHash("sha256").update(`test key of ${role}`).digest("hex");

/** One strong key for each role. */
export const KEYS = Object.fromEntries(ROLES.map((role) => [role, keyOf(role)])) as Record<
  Role,
  string
>;

/** The environment of a production server that knows these keys; each is named after its role. */
export const PRODUCTION: Readonly<Record<string, string>> = {
  ENVIRONMENT: "production",
  BLADNIR_ADMIN_KEY: KEYS.admin,
  BLADNIR_KEY_READ_ONLY: `${KEYS.read_only}:read_only`,
  BLADNIR_KEY_TECHNICIAN: `${KEYS.technician}:technician`,
  BLADNIR_KEY_PHARMACIST: `${KEYS.pharmacist}:pharmacist`,
  BLADNIR_KEY_SUPERVISOR: `${KEYS.supervisor}:supervisor`,
};
