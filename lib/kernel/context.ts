import type { ResourceKind } from "@/lib/contracts/contract";
import type { Role } from "@/lib/contracts/role";
import type { TransactionClient } from "@/lib/db/open-database";
import type { WakeUp } from "@/lib/platform/wake-up";

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
  /** the state that the caller takes the resource to be in; missing = any */
  expects?: Expectation;
  /** the same on every try of a request that must happen once, and on no other request */
  onceKey?: string;
}

/** A condition on the one resource that a request is about (If-Match). */
export interface Expectation {
  kind: ResourceKind;
  /** strong entity tags without their quotes, any of which will do; "*" = it must only exist */
  tags: "*" | readonly string[];
}

/** A context whose `db` is one open transaction. */
export interface TransactionContext extends Context {
  /** counts the audit entries written so far; a transaction without one is refused */
  audit: { entries: number };
  /** what all who take part in this try of the transaction share */
  attempt: Attempt;
  /** whom to wake once it has committed */
  wakeUps: Set<WakeUp>;
}

interface Attempt {
  /** set once a change has failed midway: from then on the transaction can only roll back */
  failure: { error: unknown } | null;
  /** `expects` is looked at once; the changes that follow move the version on */
  isExpectationMet: boolean;
}
