import type { Role } from "@/lib/contracts/role";
import type { TransactionClient } from "@/lib/db/open-database";

/** Who acts. Always taken from the credentials, never from a body. */
export interface Actor {
  kind: "user" | "api_key" | "system";
  /** e.g. `api_key:admin`, `user:demo` */
  id: string;
  role: Role;
}

/** Everything a service needs to know about the call; passed in, never reached for. */
export interface Context {
  actor: Actor;
  tenantId: string;
  requestId: string;
  /** where the call came in */
  source: "api" | "web" | "system";
  now(): Date;
  newId(): string;
  db: TransactionClient;
}

/** A context whose `db` is one open transaction. */
export interface TransactionContext extends Context {
  /** counts the audit entries written so far; a transaction without one is refused */
  audit: { entries: number };
}
