import { recordAudit } from "@/lib/audit/record-audit";
import type { SetGate } from "@/lib/contracts/governance";
import { invalidField } from "@/lib/kernel/app-error";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { inTransaction } from "@/lib/kernel/transaction";
import { DEFAULT_PACK } from "@/lib/packs/find-pack";
import { writeGate } from "./gate-repository";
import { listAuthorizations } from "./list-gates";

/** Opens or revokes a gate. Who did it comes from the credentials; `decided_by` is kept as a note. */
export async function setGate(
  ctx: Context,
  input: SetGate,
): Promise<{ authorizations: Record<string, boolean> }> {
  requirePermission(ctx, "gates:write");
  const key = input.transition_key;
  if (!DEFAULT_PACK.gates.some((gate) => gate.key === key)) {
    const known = DEFAULT_PACK.gates.map((gate) => gate.key).join(", ");
    throw invalidField(
      "body.transition_key",
      "enum",
      `Gate "${key}" is unknown; use one of ${known}.`,
    );
  }
  const state = input.enabled ? "authorized" : "revoked";
  return inTransaction(ctx, async (tx) => {
    const before = await writeGate(tx, key, { state, note: input.note });
    await recordAudit(tx, {
      action: input.enabled ? "gate.authorize" : "gate.revoke",
      subject: { type: "gate", id: key },
      reason: input.note,
      before: { state: before },
      after: { state, claimed_by: input.decided_by },
    });
    return listAuthorizations(tx);
  });
}
