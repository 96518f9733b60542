import type { JsonObject } from "@/lib/contracts/common";
import type { User } from "./user";

/** What the audit trail keeps of an account: who may do what, and nothing secret. */
export function userFacts(user: User): JsonObject {
  return {
    email: user.email,
    name: user.name,
    role: user.role,
    site_ids: user.sites === "*" ? ["*"] : [...user.sites],
    status: user.status,
    second_factor: user.totpEnabledAt !== null,
    must_change_password: user.mustChangePassword,
  };
}
