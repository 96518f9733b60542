import { AppError } from "./app-error";
import type { Context } from "./context";

// Not exported, so that only the functions below can make what carries them.
const person: unique symbol = Symbol("person");
const automation: unique symbol = Symbol("automation");

type WhoAsks = Pick<Context, "actor">;
type HowAsked = Pick<Context, "actor" | "keyId">;

/** Proof that a signed-in person acts. */
export interface PersonAuthority {
  readonly kind: "person";
  readonly actorId: string;
  readonly [person]: true;
}

/** Proof of nothing but that something acts: a key, another system, or the process itself. */
export interface AutomationAuthority {
  readonly kind: "automation";
  readonly actorId: string;
  readonly [automation]: true;
}

export type Authority = PersonAuthority | AutomationAuthority;

/** A key and another system are machines, whatever their role. */
export function isMachine({ actor }: WhoAsks): boolean {
  return actor.kind !== "user";
}

/** @throws AppError blocked for a machine, whatever its role */
export function asPerson(ctx: WhoAsks): PersonAuthority {
  if (isMachine(ctx)) {
    throw new AppError(
      "blocked",
      `This is a person's act, and ${ctx.actor.id} is none. A person signs in and does it.`,
    );
  }
  return { kind: "person", actorId: ctx.actor.id, [person]: true };
}

/**
 * For what somebody has to do in front of a screen.
 * @throws AppError blocked for a machine and for a person's key
 */
export function assertSignedIn(ctx: HowAsked): void {
  asPerson(ctx);
  if (ctx.keyId !== undefined) {
    throw new AppError(
      "blocked",
      "This is a person's own act, and a key, be it theirs, does not take it. Sign in and do it.",
    );
  }
}

export function asAutomation({ actor }: WhoAsks): AutomationAuthority {
  return { kind: "automation", actorId: actor.id, [automation]: true };
}

export function authorityOf(ctx: WhoAsks): Authority {
  return isMachine(ctx) ? asAutomation(ctx) : asPerson(ctx);
}
