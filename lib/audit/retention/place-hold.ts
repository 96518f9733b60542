import type { LegalHoldAnswer, PlaceHold } from "@/lib/contracts/legal-hold";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { requireWholeChain } from "@/lib/kernel/sites";
import { inTransaction } from "@/lib/kernel/transaction";
import { recordAudit } from "../record-audit";
import { jsonOf } from "../storable";
import { insertHold, lockRetention } from "./hold-repository";

/** Keeps what it covers until it is released, however old it gets. */
export function placeHold(
  ctx: Context,
  { name, reason, covers }: PlaceHold,
): Promise<LegalHoldAnswer> {
  requirePermission(ctx, "audit:manage");
  requireWholeChain(ctx);
  return inTransaction(ctx, async (tx) => {
    await lockRetention(tx);
    const hold = await insertHold(tx, { id: tx.newId(), name, reason, covers });
    await recordAudit(tx, {
      action: "hold.place",
      subject: { type: "legal_hold", id: hold.id },
      reason,
      after: jsonOf({ name, covers }),
    });
    return hold;
  });
}
