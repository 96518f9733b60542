import { recordAudit } from "@/lib/audit/record-audit";
import { AppError } from "@/lib/kernel/app-error";
import type { Context, Principal } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { inTransaction } from "@/lib/kernel/transaction";
import { type Credentials, isSame, type User } from "../people/user";
import { lockUser, updateUserRow, useTimeStep } from "../people/user-repository";
import { endOwnSession } from "./end-sessions";
import { sessionExpiry } from "./running-at";
import { insertSession } from "./session-repository";

export interface NewSession {
  user: User;
  method: "password" | "oidc";
  userAgent: string;
  /** what was judged; missing where an identity provider judges */
  judged?: Credentials;
  /** the step of the code that was given, which works no more */
  timeStep?: bigint;
  /** whom the browser's cookie still stands for: that session ends with the start of this one */
  presented?: Principal | null;
  /** the password's hash at today's cost, where the stored one is older */
  newHash?: string;
}

const MAX_USER_AGENT = 200;

/**
 * Signs a person in.
 * @param ctx of the person who has just proved who they are
 * @returns the id of the session
 * @throws AppError conflict when the code has been used meanwhile, unauthenticated when the person
 * has been disabled or given another password or app meanwhile
 */
export async function startSession(ctx: Context, given: NewSession): Promise<string> {
  requirePermission(ctx, "account:own");
  const { user, method, judged, timeStep, newHash } = given;
  return inTransaction(ctx, async (tx) => {
    const { user: now, credentials } = await lockUser(tx, user.id);
    if (now.status !== "active" || (judged && !isSame(judged, credentials))) {
      throw new AppError("unauthenticated", "Your account has just been changed; sign in again.");
    }
    if (timeStep !== undefined && !(await useTimeStep(tx, user.id, timeStep))) {
      throw new AppError("conflict", "The code has been used; wait for the next one.");
    }
    await updateUserRow(tx, user.id, {
      lastSignInAt: tx.now(),
      ...(newHash !== undefined && { passwordHash: newHash }),
    });
    const id = await insertSession(tx, {
      userId: user.id,
      method,
      userAgent: given.userAgent.slice(0, MAX_USER_AGENT),
      expiresAt: sessionExpiry(tx.now()),
    });
    if (given.presented) {
      await endOwnSession({ ...tx, ...given.presented });
    }
    await recordAudit(tx, {
      action: "session.start",
      subject: { type: "user", id: user.id },
      after: { method, second_factor: timeStep !== undefined },
    });
    return id;
  });
}
