import { AppError } from "@/lib/kernel/app-error";
import type { Context } from "@/lib/kernel/context";

/**
 * The account and session behind a call.
 * @throws AppError conflict for machines, and in the demo, where nobody signs in
 */
export function ownAccount({ actor, session }: Context): { userId: string; sessionId: string } {
  if (!session) {
    throw new AppError(
      "conflict",
      `This belongs to a person who has signed in, and ${actor.id} has not. Sign in at /sign-in and send the session's cookie instead of a key.`,
    );
  }
  return { userId: actor.id.slice("user:".length), sessionId: session.id };
}
