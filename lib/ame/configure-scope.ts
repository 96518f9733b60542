import type { SetTolerance } from "@/lib/contracts/ame-trust";
import { invalidField } from "@/lib/kernel/app-error";
import { assertSignedIn } from "@/lib/kernel/authority";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { inTransaction } from "@/lib/kernel/transaction";
import { type Dossier, getDossier } from "./get-dossier";
import { configureHeld } from "./move-scope";
import { holdTrustScope } from "./promote-scope";
import type { Scope } from "./scope";
import { type TrustOverrides, trustConfigOf } from "./trust-config-of";

/**
 * Tolerates less in one scope than in its class, or as much again. What was proved was proved of
 * another tolerance, so the certificate begins anew; where less is tolerated than it was proved for,
 * a scope that acts goes back to propose.
 * @throws AppError not_found, blocked for a machine and a key, invalid for more than the class tolerates,
 *   conflict where nothing changes
 */
export async function configureScope(
  ctx: Context,
  id: number,
  input: SetTolerance,
): Promise<Dossier> {
  requirePermission(ctx, "trust:manage");
  await inTransaction(ctx, async (tx) => {
    const held = await holdTrustScope(tx, id);
    assertSignedIn(tx);
    const overrides = overridesIn(held, input);
    const { reason_code: reasonCode, reason } = input;
    await configureHeld(tx, held, overrides, { reasonCode, reason });
  });
  return getDossier(ctx, id);
}

function overridesIn(scope: Scope, { alpha, harm_budget }: SetTolerance): TrustOverrides {
  const ofClass = trustConfigOf(scope, {}, false);
  assertNoMore("alpha", alpha, ofClass.alpha);
  assertNoMore("harm_budget", harm_budget, ofClass.harmBudget);
  return {
    ...(alpha !== null && alpha < ofClass.alpha && { alpha }),
    ...(harm_budget !== null && harm_budget < ofClass.harmBudget && { harmBudget: harm_budget }),
  };
}

function assertNoMore(field: string, wanted: number | null, most: number): void {
  if (wanted !== null && wanted > most) {
    throw invalidField(
      `body.${field}`,
      "less_than_equal",
      `A scope tolerates no more than its class: body.${field} is at most ${most}.`,
    );
  }
}
