import { isAppError } from "@/lib/kernel/app-error";
import type { Context, Principal } from "@/lib/kernel/context";
import { isStorableText } from "@/lib/platform/is-storable-text";
import { limitGuesses } from "../limit-failed-attempts";
import { limitWrongCodes } from "../limit-wrong-codes";
import { hashPassword, isOutdatedHash, verifyPassword } from "../passwords/hash-password";
import { asUser } from "../people/as-user";
import { stepOfCode } from "../people/time-code";
import type { Credentials, User } from "../people/user";
import { findUserByEmail } from "../people/user-repository";
import { type RefusalReason, refuseSignIn } from "./refuse-sign-in";
import { startSession } from "./start-session";

interface PasswordSignIn {
  email: string;
  password: string;
  /** of the authenticator app; empty when the person gave none */
  code: string;
  userAgent: string;
  /** whom the browser's cookie still stands for, whose session ends with the new one */
  presented?: Principal | null;
}

type SignInOutcome =
  | { kind: "signed_in"; sessionId: string }
  | { kind: "code_needed" }
  | { kind: "refused"; reason: RefusalReason };

type Judgement =
  | { kind: "right"; user: User; credentials: Credentials; timeStep?: bigint }
  | { kind: "code_needed"; user: User }
  | Wrong;

interface Wrong {
  kind: "wrong";
  user: User | null;
  reason: RefusalReason;
}

/**
 * Signs in a person by e-mail and password, and by a code where they use an authenticator app.
 * @param ctx of nobody yet, with where the request came from
 * @throws AppError too_many_requests
 */
export async function signInWithPassword(
  ctx: Context,
  input: PasswordSignIn,
): Promise<SignInOutcome> {
  const email = input.email.trim().toLowerCase();
  let wrong: Wrong = { kind: "wrong", user: null, reason: "unknown_person" };
  const outcome = await limitGuesses({ ip: ctx.ip, subject: `email:${email}` }, async () => {
    const judged = await judge(ctx, { ...input, email });
    if (judged.kind === "code_needed") {
      await refuse(ctx, { user: judged.user, reason: "code_needed" });
      return { kind: judged.kind };
    }
    const answer = judged.kind === "wrong" ? judged : await begin(ctx, input, judged);
    if (answer.kind === "wrong") {
      wrong = answer;
      return null;
    }
    return answer;
  });
  if (outcome) {
    return outcome;
  }
  // Once it is counted: a trail that cannot be written must not give the guess back.
  await refuse(ctx, wrong);
  return { kind: "refused", reason: wrong.reason };
}

/** Opens the session; of two who use one code at once, one is too late. */
async function begin(
  ctx: Context,
  input: PasswordSignIn,
  { user, credentials, timeStep }: Extract<Judgement, { kind: "right" }>,
): Promise<Extract<SignInOutcome, { kind: "signed_in" }> | Wrong> {
  const { passwordHash } = credentials;
  const isOutdated = passwordHash !== null && isOutdatedHash(passwordHash);
  try {
    const sessionId = await startSession(asUser(ctx, user), {
      user,
      method: "password",
      userAgent: input.userAgent,
      judged: credentials,
      presented: input.presented ?? null,
      ...(timeStep !== undefined && { timeStep }),
      ...(isOutdated && { newHash: await hashPassword(input.password) }),
    });
    return { kind: "signed_in", sessionId };
  } catch (error) {
    if (isAppError(error) && error.code === "conflict") {
      return { kind: "wrong", user, reason: "wrong_code" };
    }
    if (isAppError(error) && error.code === "unauthenticated") {
      return { kind: "wrong", user, reason: "changed_meanwhile" };
    }
    throw error;
  }
}

/** Takes as long for nobody as for somebody. */
async function judge(ctx: Context, input: PasswordSignIn): Promise<Judgement> {
  const isSound = [input.email, input.password, input.code].every(isStorableText);
  const known = isSound ? await findUserByEmail(ctx, input.email) : null;
  const isRight = await verifyPassword(input.password, known?.credentials.passwordHash ?? null);
  if (!known) {
    return { kind: "wrong", user: null, reason: "unknown_person" };
  }
  const { user, credentials } = known;
  const wrong = (reason: RefusalReason): Judgement => ({ kind: "wrong", user, reason });
  if (!isRight) {
    return wrong("wrong_password");
  }
  if (user.status === "disabled") {
    return wrong("disabled");
  }
  const { totpSecret: sealed, totpEnabledAt, totpLastStep: lastStep } = credentials;
  if (sealed === null || totpEnabledAt === null) {
    return { kind: "right", user, credentials };
  }
  if (input.code === "") {
    return { kind: "code_needed", user };
  }
  const timeStep = await limitWrongCodes(user.id, () =>
    stepOfCode(input.code, { sealed, lastStep, at: ctx.now() }),
  );
  return timeStep === null ? wrong("wrong_code") : { kind: "right", user, credentials, timeStep };
}

function refuse(
  ctx: Context,
  { user, reason }: { user: User | null; reason: RefusalReason },
): Promise<void> {
  const tenantId = user?.tenantId ?? ctx.tenantId;
  return refuseSignIn(
    { ...ctx, tenantId },
    { userId: user?.id ?? null, reason, method: "password" },
  );
}
