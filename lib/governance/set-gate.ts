import type { ApprovalAnswer } from "@/lib/contracts/approval";
import type { SetGate } from "@/lib/contracts/governance";
import { invalidField } from "@/lib/kernel/app-error";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { toldValue } from "@/lib/kernel/told-value";
import { DEFAULT_PACK } from "@/lib/packs/find-pack";
import { changeGate } from "./change-gate";
import { listAuthorizations } from "./list-gates";

/**
 * Opens or revokes a gate, in the first implementation's shape. Who did it comes from the
 * credentials; `decided_by` is kept as a note. With a `request` in the answer nothing is open yet.
 */
export async function setGate(
  ctx: Context,
  input: SetGate,
): Promise<{ authorizations: Record<string, boolean>; request?: ApprovalAnswer }> {
  requirePermission(ctx, "gates:write");
  const key = input.transition_key;
  if (!DEFAULT_PACK.gates.some((gate) => gate.key === key)) {
    const known = DEFAULT_PACK.gates.map((gate) => gate.key).join(", ");
    throw invalidField(
      "body.transition_key",
      "enum",
      `Gate "${toldValue(key)}" is unknown; use one of ${known}.`,
    );
  }
  const { request } = await changeGate(ctx, key, {
    state: input.enabled ? "authorized" : "revoked",
    reason_code: input.reason_code ?? "",
    reason: input.note,
    expires_at: null,
    claimedBy: input.decided_by,
  });
  return { ...(await listAuthorizations(ctx)), ...(request && { request }) };
}
