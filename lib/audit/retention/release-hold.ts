import type { LegalHoldAnswer } from "@/lib/contracts/legal-hold";
import { AppError } from "@/lib/kernel/app-error";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { requireWholeChain } from "@/lib/kernel/sites";
import { toldValue } from "@/lib/kernel/told-value";
import { inTransaction } from "@/lib/kernel/transaction";
import { recordAudit } from "../record-audit";
import { jsonOf } from "../storable";
import { endHold, findHold } from "./hold-repository";

/**
 * Lets what the hold covered go when its time is over.
 * @throws AppError not_found, or conflict when it was released before
 */
export function releaseHold(ctx: Context, id: string, reason: string): Promise<LegalHoldAnswer> {
  requirePermission(ctx, "audit:manage");
  requireWholeChain(ctx);
  return inTransaction(ctx, async (tx) => {
    const isOver = await endHold(tx, id, reason);
    const hold = await findHold(tx, id);
    if (!hold) {
      throw new AppError(
        "not_found",
        `Hold ${toldValue(id)} was not found; GET /api/audit/holds lists them.`,
      );
    }
    if (!isOver) {
      throw new AppError(
        "conflict",
        `Hold "${hold.name}" was released before; nothing is left to do.`,
      );
    }
    await recordAudit(tx, {
      action: "hold.release",
      subject: { type: "legal_hold", id },
      reason,
      before: jsonOf({ name: hold.name, covers: hold.covers }),
    });
    return hold;
  });
}
