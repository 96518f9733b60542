import type { ApprovalAnswer } from "@/lib/contracts/approval";
import type { ChangeGate } from "@/lib/contracts/gates";
import type { GateAnswer } from "@/lib/contracts/governance";
import { invalidField } from "@/lib/kernel/app-error";
import type { Context, TransactionContext } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { requireWholeChain } from "@/lib/kernel/sites";
import { inTransaction } from "@/lib/kernel/transaction";
import { getSettings } from "@/lib/platform/settings";
import { toApprovalAnswer } from "./approvals/approval";
import { requestApproval, withdrawRequests } from "./approvals/request-approval";
import { writeAuditedGate } from "./authorize-gate";
import { beginChange } from "./head-repository";
import { getPackGate } from "./list-gate-history";
import { listGates } from "./list-gates";

export type WantedGate = Pick<ChangeGate, "state" | "expires_at"> & {
  reason_code: string;
  reason: string;
  /** who the caller says has decided; a note, never an identity */
  claimedBy?: string;
};

/**
 * Revokes a gate at once, which also takes back a request to open it; or opens it, where four eyes
 * are asked for by way of a request that another person approves.
 * @throws AppError not_found, invalid for an expiry that is past, conflict while a request waits
 */
export async function changeGate(
  ctx: Context,
  key: string,
  wanted: WantedGate,
): Promise<{ gate: GateAnswer; request: ApprovalAnswer | null }> {
  requirePermission(ctx, "gates:write");
  requireWholeChain(ctx);
  const { label } = getPackGate(key);
  return inTransaction(
    ctx,
    async (tx) => {
      await beginChange(tx);
      const expiresAt = expiryOf(tx, wanted);
      const isAsking = wanted.state === "authorized" && getSettings().fourEyes;
      const request = isAsking
        ? await requestApproval(tx, {
            kind: "gate.authorize",
            subjectType: "gate",
            subjectId: key,
            reasonCode: wanted.reason_code,
            reason: wanted.reason,
            payload: {
              label,
              expires_at: expiresAt?.toISOString() ?? null,
              ...(wanted.claimedBy !== undefined && { claimed_by: wanted.claimedBy }),
            },
          })
        : await write(tx, key, wanted, expiresAt);
      return {
        gate: await answerOf(tx, key),
        request: request && toApprovalAnswer(request, tx.now()),
      };
    },
    { isUrgent: true },
  );
}

async function write(
  tx: TransactionContext,
  key: string,
  { state, reason_code, reason, claimedBy }: WantedGate,
  expiresAt: Date | null,
): Promise<null> {
  const why = { reasonCode: reason_code, note: reason };
  const change = { ...why, state, actorId: tx.actor.id, approvedBy: null, expiresAt };
  await writeAuditedGate(tx, key, change, claimedBy);
  const end = state === "revoked" ? "The gate was revoked" : "The gate was opened without it";
  await withdrawRequests(tx, { kind: "gate.authorize", subjectId: key }, end);
  return null;
}

function expiryOf(tx: TransactionContext, { state, expires_at }: WantedGate): Date | null {
  if (expires_at === null || state === "revoked") {
    return null;
  }
  const expiresAt = new Date(expires_at);
  if (expiresAt <= tx.now()) {
    throw invalidField(
      "body.expires_at",
      "date_past",
      "body.expires_at is past; send a time to come, or null.",
    );
  }
  return expiresAt;
}

async function answerOf(tx: TransactionContext, key: string): Promise<GateAnswer> {
  const gate = (await listGates(tx)).find((one) => one.key === key);
  if (!gate) {
    throw new Error(`Gate ${key} was written and is not there`);
  }
  return gate;
}
