import { describe, expect, it } from "vitest";
import { PERMISSIONS_BY_ROLE, type Permission } from "@/lib/contracts/permission";
import { ROLES, type Role } from "@/lib/contracts/role";
import { AppError } from "@/lib/kernel/app-error";
import { requirePermission } from "@/lib/kernel/permissions";

/** The least role that may; every role above it may as well. */
const LEAST: Readonly<Record<Permission, Role>> = {
  "cases:read": "read_only",
  "gates:read": "read_only",
  "settings:read": "read_only",
  "ame:read": "read_only",
  "rules:read": "read_only",
  "events:read": "read_only",
  "account:own": "read_only",
  "cases:write": "technician",
  "proposals:create": "technician",
  "proposals:decide": "technician",
  "proposals:execute": "technician",
  "evidence:write": "technician",
  "glass:break": "technician",
  "clinical:decide": "pharmacist",
  "patients:reveal": "pharmacist",
  "automation:stop": "pharmacist",
  "trust:audit": "pharmacist",
  "executions:rollback": "pharmacist",
  "gates:write": "supervisor",
  "automation:resume": "supervisor",
  "trust:manage": "supervisor",
  "glass:review": "supervisor",
  "audit:read": "supervisor",
  "rules:write": "supervisor",
  "jobs:read": "supervisor",
  "enterprise:execute": "admin",
  "demo:manage": "admin",
  "jobs:manage": "admin",
  "webhooks:manage": "admin",
  "models:train": "admin",
  "users:manage": "admin",
  "keys:manage": "admin",
  "audit:manage": "admin",
};

function may(role: Role, permission: Permission): boolean {
  try {
    requirePermission({ actor: { kind: "user", id: "user:x", role } }, permission);
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({ code: "forbidden" });
    return false;
  }
}

describe.each(ROLES)("a %s", (role) => {
  it.each(Object.entries(LEAST) as [Permission, Role][])(
    "may %s from %s on",
    (permission, least) => {
      expect(may(role, permission)).toBe(ROLES.indexOf(role) >= ROLES.indexOf(least));
    },
  );

  it("may nothing that is not in the table", () => {
    const known = new Set<string>(Object.keys(LEAST));
    expect([...PERMISSIONS_BY_ROLE[role]].filter((permission) => !known.has(permission))).toEqual(
      [],
    );
    expect(may(role, "everything" as Permission)).toBe(false);
  });
});

describe("a refusal", () => {
  it("names the roles that may and the role that asks", () => {
    const ask = () =>
      requirePermission({ actor: { kind: "user", id: "u", role: "technician" } }, "gates:write");
    expect(ask).toThrow(/supervisor or admin; you are technician/);
  });
});
