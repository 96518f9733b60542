import { recordAudit } from "@/lib/audit/record-audit";
import type { ApiKeyWithSecret, CreateApiKey } from "@/lib/contracts/api-keys";
import { AppError, invalidField } from "@/lib/kernel/app-error";
import type { Context, TransactionContext } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { inTransaction } from "@/lib/kernel/transaction";
import { assertMayGrant, type Grant, sitesOf } from "../grant";
import { apiKeyFacts, toApiKeyAnswer } from "./api-key-answer";
import { newApiKey } from "./api-key-format";
import { countLiveApiKeys, insertApiKey } from "./api-key-repository";

/** Of the tenant's machines, and of each person. */
const MAX_LIVE_KEYS = 500;

/**
 * Adds a key for a machine. It is in the answer and can never be read again.
 * @throws AppError forbidden when it is more than the caller has, conflict when there are 500
 */
export async function createApiKey(ctx: Context, input: CreateApiKey): Promise<ApiKeyWithSecret> {
  requirePermission(ctx, "keys:manage");
  return inTransaction(ctx, (tx) => addApiKey(tx, input, null));
}

/**
 * @param userId of the person as whom the key acts; null = a machine
 * @throws AppError invalid, forbidden, conflict
 */
export async function addApiKey(
  tx: TransactionContext,
  input: CreateApiKey,
  userId: string | null,
): Promise<ApiKeyWithSecret> {
  const { name, role, permissions } = input;
  const expiresAt = input.expires_at === null ? null : new Date(input.expires_at);
  const grant: Grant = { role, permissions, sites: sitesOf(input.site_ids) };
  assertMayGrant(tx, grant);
  if (expiresAt && expiresAt <= tx.now()) {
    throw invalidField("body.expires_at", "in_the_past", "The key would have expired already.");
  }
  await assertRoomForKey(tx, userId);
  const { key, ...found } = newApiKey();
  const stored = await insertApiKey(tx, {
    ...grant,
    ...found,
    name,
    userId,
    expiresAt,
    replacesId: null,
  });
  await recordAudit(tx, {
    action: "api_key.create",
    subject: { type: "api_key", id: stored.id },
    after: apiKeyFacts(stored),
  });
  return { ...toApiKeyAnswer(stored), key };
}

/** @throws AppError conflict when there are as many as may be */
export async function assertRoomForKey(ctx: Context, userId: string | null): Promise<void> {
  if ((await countLiveApiKeys(ctx, userId)) >= MAX_LIVE_KEYS) {
    throw new AppError(
      "conflict",
      `There are ${MAX_LIVE_KEYS} keys already, and no more are allowed; revoke one first.`,
    );
  }
}
