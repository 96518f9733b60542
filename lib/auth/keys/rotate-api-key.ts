import { recordAudit } from "@/lib/audit/record-audit";
import type { ApiKeyWithSecret } from "@/lib/contracts/api-keys";
import { AppError } from "@/lib/kernel/app-error";
import type { Context, TransactionContext } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { inTransaction } from "@/lib/kernel/transaction";
import { assertMayGrant } from "../grant";
import { apiKeyFacts, toApiKeyAnswer } from "./api-key-answer";
import { newApiKey } from "./api-key-format";
import {
  type ApiKey,
  hasLiveSuccessor,
  insertApiKey,
  lockApiKey,
  updateApiKey,
} from "./api-key-repository";
import { assertRoomForKey } from "./create-api-key";
import { isLive } from "./principal-of-stored-key";

const MINUTE_MS = 60_000;

/**
 * A new key that may do the same, shown once. The one before works on for the overlap, so that
 * nobody is cut off while it is exchanged. A key with an end gets as long a life again.
 * @throws AppError conflict when the key has ended or been exchanged already, or is a person's
 */
export async function rotateApiKey(
  ctx: Context,
  id: string,
  { overlapMinutes }: { overlapMinutes: number },
): Promise<ApiKeyWithSecret> {
  requirePermission(ctx, "keys:manage");
  const { key, ...found } = newApiKey();
  const stored = await inTransaction(ctx, async (tx) => {
    const before = await lockApiKey(tx, id);
    if (!isLive(before, tx.now())) {
      throw new AppError("conflict", `API key ${id} has ended already; add a new one instead.`);
    }
    await assertMayExchange(tx, before);
    const { name, userId, role, permissions, sites } = before;
    const fresh = await insertApiKey(tx, {
      ...found,
      ...{ name, userId, role, permissions, sites },
      replacesId: id,
      expiresAt: nextExpiry(before, tx.now()),
    });
    const after = await updateApiKey(tx, id, {
      expiresAt: earlier(
        before.expiresAt,
        new Date(tx.now().getTime() + overlapMinutes * MINUTE_MS),
      ),
    });
    await recordAudit(tx, {
      action: "api_key.rotate",
      subject: { type: "api_key", id },
      before: apiKeyFacts(before),
      after: { ...apiKeyFacts(after), replaced_by: fresh.id },
    });
    return fresh;
  });
  return { ...toApiKeyAnswer(stored), key };
}

async function assertMayExchange(tx: TransactionContext, key: ApiKey): Promise<void> {
  assertMayGrant(tx, key);
  if (key.userId !== null) {
    throw new AppError(
      "conflict",
      `API key ${key.id} acts as a person, who alone adds another at POST /api/keys/own; revoke this one afterwards.`,
    );
  }
  if (await hasLiveSuccessor(tx, key.id)) {
    throw new AppError(
      "conflict",
      `API key ${key.id} has been exchanged already; exchange its successor, or revoke that first.`,
    );
  }
  await assertRoomForKey(tx, key.userId);
}

function nextExpiry({ createdAt, expiresAt }: ApiKey, now: Date): Date | null {
  return expiresAt && new Date(now.getTime() + expiresAt.getTime() - createdAt.getTime());
}

function earlier(one: Date | null, other: Date): Date {
  return one !== null && one < other ? one : other;
}
