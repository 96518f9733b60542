import type { RequestPromotion } from "@/lib/contracts/ame-trust";
import { AppError } from "@/lib/kernel/app-error";
import { assertSignedIn } from "@/lib/kernel/authority";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { inTransaction } from "@/lib/kernel/transaction";
import { type Dossier, getDossier } from "./get-dossier";
import { renewHeld } from "./move-scope";
import { holdTrustScope } from "./promote-scope";
import { isExhausted } from "./trust/audit-rate";

/**
 * Gives a scope whose harm budget is used up a fresh one, in the name of a signed-in person.
 * @throws AppError not_found, blocked for a machine and a key, conflict while there is room in the budget
 */
export async function renewLedger(
  ctx: Context,
  id: number,
  { reason_code, reason }: RequestPromotion,
): Promise<Dossier> {
  requirePermission(ctx, "trust:manage");
  await inTransaction(ctx, async (tx) => {
    const held = await holdTrustScope(tx, id);
    assertSignedIn(tx);
    if (!isExhausted(held.state, held.config)) {
      throw new AppError(
        "conflict",
        `The harm budget of scope ${id} is not used up, so there is nothing to renew; see GET /api/ame/scopes/${id}/certificate.`,
      );
    }
    await renewHeld(tx, held, { reasonCode: reason_code, reason });
  });
  return getDossier(ctx, id);
}
