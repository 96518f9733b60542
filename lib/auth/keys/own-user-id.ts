import { AppError } from "@/lib/kernel/app-error";
import type { Context } from "@/lib/kernel/context";

const PERSON = /^user:(.+)$/;

/**
 * The id of the person who acts.
 * @throws AppError forbidden when it is no person
 */
export function ownUserId({ actor }: Pick<Context, "actor">): string {
  const id = actor.kind === "user" ? PERSON.exec(actor.id)?.[1] : undefined;
  if (id === undefined) {
    throw new AppError(
      "forbidden",
      "Only a signed-in person has keys of their own; an administrator adds keys for machines at POST /api/keys.",
    );
  }
  return id;
}
