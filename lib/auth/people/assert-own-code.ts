import { recordAudit } from "@/lib/audit/record-audit";
import { type AppError, invalidField } from "@/lib/kernel/app-error";
import type { Context, TransactionContext } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { inTransaction } from "@/lib/kernel/transaction";
import { limitGuesses } from "../limit-failed-attempts";
import { limitWrongCodes } from "../limit-wrong-codes";
import { stepOfCode } from "./time-code";
import type { Credentials } from "./user";
import { useTimeStep } from "./user-repository";

/**
 * Judges a code, not inside of a transaction: one that is tried again would count one guess twice.
 * @returns its step, for `spendStep`
 * @throws AppError invalid when it is wrong or spent, too_many_requests
 */
export async function assertOwnCode(
  ctx: Context,
  given: { userId: string; code: string; credentials: Credentials },
): Promise<bigint> {
  const { userId, code, credentials } = given;
  const { totpSecret: sealed, totpLastStep: lastStep } = credentials;
  const subject = `${ctx.actor.id} code`;
  const step = await limitGuesses({ ip: ctx.ip, subject }, () =>
    limitWrongCodes(userId, () =>
      sealed === null ? null : stepOfCode(code, { sealed, lastStep, at: ctx.now() }),
    ),
  );
  if (step === null) {
    await recordRefusal(ctx, userId);
    throw wrongCode();
  }
  return step;
}

/** Takes a code, which then works no more. @throws AppError invalid when another call was faster */
export async function spendStep(
  tx: TransactionContext,
  userId: string,
  step: bigint,
): Promise<void> {
  if (!(await useTimeStep(tx, userId, step))) {
    throw wrongCode();
  }
}

async function recordRefusal(ctx: Context, userId: string): Promise<void> {
  requirePermission(ctx, "account:own");
  await inTransaction(ctx, (tx) =>
    recordAudit(tx, {
      action: "user.refuse_code",
      subject: { type: "user", id: userId },
      outcome: "denied",
      reasonCode: "wrong_code",
    }),
  );
}

function wrongCode(): AppError {
  return invalidField(
    "body.code",
    "wrong_code",
    "The code is wrong or has been used; wait for the next one that the app shows.",
  );
}
