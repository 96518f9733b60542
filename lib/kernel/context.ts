import type { ResourceKind } from "@/lib/contracts/contract";
import type { Permission } from "@/lib/contracts/permission";
import type { Role } from "@/lib/contracts/role";
import type { TransactionClient } from "@/lib/db/open-database";
import type { WakeUp } from "@/lib/platform/wake-up";

/** Who acts. Always taken from the credentials, never from a body. */
export interface Actor {
  /** a signed-in person; another system's key or key pair; the process itself */
  kind: "user" | "api_key" | "client" | "system";
  /** e.g. `api_key:admin`, `user:demo` */
  id: string;
  role: Role;
  /** fewer than the role's; missing = all of the role's */
  permissions?: ReadonlySet<Permission>;
}

/** What credentials stand for. */
export interface Principal {
  actor: Actor;
  tenantId: string;
  /** the sites whose cases it may see and change */
  sites: Sites;
  /** the browser that a person signed in with; missing for machines and for the process itself */
  session?: SignedIn;
  /** the key with which a person's tool acts as them */
  keyId?: string;
}

interface SignedIn {
  id: string;
  /** until it has been changed nothing else is done */
  mustChangePassword: boolean;
}

type Sites = "*" | readonly string[];

/** Where a call came from. */
export interface Origin {
  requestId: string;
  /** where the call came in */
  source: "api" | "web" | "system";
  /** address of the caller; null for the process's own work */
  ip: string | null;
  /** the workstation that a client names; a note, never an identity */
  workstation: string | null;
  /** the person for whom a machine says it acts; a note, never an identity */
  onBehalfOf: string | null;
}

/** Everything a service needs to know about the call; passed in, never reached for. */
export interface Context extends Principal, Origin {
  now(): Date;
  newId(): string;
  db: TransactionClient;
  /** the state that the caller takes the resource to be in; missing = any */
  expects?: Expectation;
  /** asks anew: false once the caller's credentials have been taken away or changed */
  isStillAllowed?(): Promise<boolean>;
  /** when they were last looked at, on the clock of `performance` */
  allowedAtMs?: number;
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
  /** the time as it goes on, where `now()` is when the transaction began */
  clock(): Date;
  /** set once a change has failed midway: from then on the transaction can only roll back */
  failure: { error: unknown } | null;
  /** `expects` is looked at once; the changes that follow move the version on */
  isExpectationMet: boolean;
  /**
   * What must still be so when everything has been done, by name. Checked last before the commit, so
   * that what they lock is held for a moment only.
   */
  lastChecks: Map<string, () => Promise<void>>;
  /** what was read counts until then only; null while nothing was that ends */
  reliesUntil: Date | null;
}
