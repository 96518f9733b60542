import { recordAudit } from "@/lib/audit/record-audit";
import type { ApiKeyAnswer } from "@/lib/contracts/api-keys";
import { AppError } from "@/lib/kernel/app-error";
import type { Context, TransactionContext } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { toldValue } from "@/lib/kernel/told-value";
import { inTransaction } from "@/lib/kernel/transaction";
import { assertWithinSites } from "../grant";
import { apiKeyFacts, toApiKeyAnswer } from "./api-key-answer";
import { type ApiKey, lockApiKey, updateApiKey } from "./api-key-repository";
import { ownUserId } from "./own-user-id";

/**
 * Ends a key for good: whoever sends it next is refused, on every node.
 * @throws AppError conflict when it was revoked before, forbidden when it reaches further than the caller
 */
export async function revokeApiKey(
  ctx: Context,
  id: string,
  reason: string,
): Promise<ApiKeyAnswer> {
  requirePermission(ctx, "keys:manage");
  return inTransaction(ctx, async (tx) => {
    const key = await lockApiKey(tx, id);
    assertWithinSites(tx, key.sites);
    return revoke(tx, key, reason);
  });
}

/** Ends a key that acts as the caller. @throws AppError not_found when it is another's */
export async function revokeOwnApiKey(
  ctx: Context,
  id: string,
  reason: string,
): Promise<ApiKeyAnswer> {
  requirePermission(ctx, "account:own");
  const userId = ownUserId(ctx);
  return inTransaction(ctx, async (tx) => {
    const key = await lockApiKey(tx, id);
    if (key.userId !== userId) {
      throw new AppError(
        "not_found",
        `You have no API key ${toldValue(id)}; GET /api/keys/own lists yours.`,
      );
    }
    return revoke(tx, key, reason);
  });
}

async function revoke(tx: TransactionContext, before: ApiKey, reason: string) {
  if (before.revokedAt !== null) {
    throw new AppError(
      "conflict",
      `API key ${before.id} was revoked before; nothing is left to do.`,
    );
  }
  const after = await updateApiKey(tx, before.id, {
    revokedAt: tx.now(),
    revokedBy: tx.actor.id,
  });
  await recordAudit(tx, {
    action: "api_key.revoke",
    subject: { type: "api_key", id: before.id },
    reason,
    before: apiKeyFacts(before),
    after: apiKeyFacts(after),
  });
  return toApiKeyAnswer(after);
}
