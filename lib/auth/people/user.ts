import type { Role } from "@/lib/contracts/role";
import type { Principal } from "@/lib/kernel/context";
import type { Grant } from "../grant";

export interface User {
  id: string;
  tenantId: string;
  email: string;
  name: string;
  role: Role;
  sites: Principal["sites"];
  status: "active" | "disabled";
  mustChangePassword: boolean;
  totpEnabledAt: Date | null;
  oidcIssuer: string | null;
  lastSignInAt: Date | null;
  createdBy: string;
  createdAt: Date;
  updatedAt: Date;
}

/** What a person proves who they are with; never leaves the services that check it. */
export interface Credentials {
  passwordHash: string | null;
  /** sealed */
  totpSecret: string | null;
  totpEnabledAt: Date | null;
  totpLastStep: bigint | null;
}

/** Whether neither the password nor the authenticator app has been exchanged meanwhile. */
export function isSame(one: Credentials, other: Credentials): boolean {
  return (
    one.passwordHash === other.passwordHash &&
    one.totpSecret === other.totpSecret &&
    one.totpEnabledAt?.getTime() === other.totpEnabledAt?.getTime()
  );
}

export function actorOf(user: Pick<User, "id" | "role">): Principal["actor"] {
  return { kind: "user", id: `user:${user.id}`, role: user.role };
}

/** All that a person may do: their role's permissions, at their sites. */
export function grantOf({ role, sites }: Pick<User, "role" | "sites">): Grant {
  return { role, permissions: null, sites };
}

export function principalOf(user: Pick<User, "id" | "role" | "tenantId" | "sites">): Principal {
  return { actor: actorOf(user), tenantId: user.tenantId, sites: user.sites };
}
