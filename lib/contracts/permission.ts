import type { Role } from "./role";

const READ_ONLY = [
  "cases:read",
  "gates:read",
  "settings:read",
  "ame:read",
  "rules:read",
  "events:read",
  "account:own",
] as const;
const TECHNICIAN = [
  "cases:write",
  "proposals:create",
  "proposals:decide",
  "proposals:execute",
  "evidence:write",
  "glass:break",
] as const;
const PHARMACIST = [
  "clinical:decide",
  "executions:rollback",
  "patients:reveal",
  "automation:stop",
  "trust:audit",
] as const;
const SUPERVISOR = [
  "gates:write",
  "automation:resume",
  "trust:manage",
  "glass:review",
  "audit:read",
  "rules:write",
  "jobs:read",
] as const;
const ADMIN = [
  "enterprise:execute",
  "demo:manage",
  "jobs:manage",
  "webhooks:manage",
  "models:train",
  "users:manage",
  "keys:manage",
  "audit:manage",
] as const;

export type Permission =
  | (typeof READ_ONLY)[number]
  | (typeof TECHNICIAN)[number]
  | (typeof PHARMACIST)[number]
  | (typeof SUPERVISOR)[number]
  | (typeof ADMIN)[number];

const technician: readonly Permission[] = [...READ_ONLY, ...TECHNICIAN];
const pharmacist: readonly Permission[] = [...technician, ...PHARMACIST];
const supervisor: readonly Permission[] = [...pharmacist, ...SUPERVISOR];

/** What each role may do; whatever is not listed is refused. */
export const PERMISSIONS_BY_ROLE: Readonly<Record<Role, ReadonlySet<Permission>>> = {
  read_only: new Set(READ_ONLY),
  technician: new Set(technician),
  pharmacist: new Set(pharmacist),
  supervisor: new Set(supervisor),
  admin: new Set([...supervisor, ...ADMIN]),
};
