import { invalidField } from "@/lib/kernel/app-error";
import type { Context } from "@/lib/kernel/context";
import { limitGuesses } from "../limit-failed-attempts";
import { verifyPassword } from "../passwords/hash-password";
import type { Credentials } from "./user";

/** Whoever sits down at a desk that was left must not guess on. @throws AppError invalid, too_many_requests */
export async function assertOwnPassword(
  ctx: Context,
  path: string,
  { password, credentials }: { password: string; credentials: Credentials },
): Promise<void> {
  const isRight = await limitGuesses({ ip: ctx.ip, subject: ctx.actor.id }, async () =>
    (await verifyPassword(password, credentials.passwordHash)) ? true : null,
  );
  if (isRight === null) {
    throw invalidField(path, "wrong_password", "This is not your password; type it again.");
  }
}
