import type { GateAnswer } from "@/lib/contracts/governance";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { toGateAnswers } from "./gate-answer";
import { findGates } from "./gate-repository";

/** All gates with who set them and why. */
export async function listGates(ctx: Context): Promise<GateAnswer[]> {
  requirePermission(ctx, "gates:read");
  return toGateAnswers(await findGates(ctx));
}

/** Gate key to open or not, the shape the first implementation answered with. */
export async function listAuthorizations(
  ctx: Context,
): Promise<{ authorizations: Record<string, boolean> }> {
  const gates = await listGates(ctx);
  return { authorizations: Object.fromEntries(gates.map((gate) => [gate.key, gate.enabled])) };
}
