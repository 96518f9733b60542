import { namesOfActors } from "@/lib/auth/people/names-of-actors";
import type { GateAnswer } from "@/lib/contracts/governance";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { withNames } from "./approvals/approval";
import { findPendingApprovals } from "./approvals/approval-repository";
import { findOwnGateGrants } from "./break-glass/grant-repository";
import { toGateAnswers } from "./gate-answer";
import { findGates } from "./gate-repository";

/** All gates with who set them, why and until when, and what waits for a second person. */
export async function listGates(ctx: Context): Promise<GateAnswer[]> {
  requirePermission(ctx, "gates:read");
  const gates = await findGates(ctx);
  const requests = await findPendingApprovals(ctx, "gate.authorize");
  const grants = await findOwnGateGrants(ctx);
  return toGateAnswers(gates, { requests, grants }, ctx.now());
}

/** The same for a page that people read: with the names of who set, approved and asked. */
export async function listNamedGates(ctx: Context): Promise<GateAnswer[]> {
  const gates = await listGates(ctx);
  const names = await namesOfActors(ctx, gates.flatMap(actorsOf));
  return gates.map((gate) => ({
    ...gate,
    current_actor_name: names.get(gate.current_actor) ?? null,
    approved_by_name: names.get(gate.approved_by ?? "") ?? null,
    pending_request: gate.pending_request && withNames(gate.pending_request, names),
  }));
}

function actorsOf({ current_actor, approved_by, pending_request }: GateAnswer): string[] {
  return [current_actor, approved_by ?? "", pending_request?.requested_by ?? ""];
}

/** Gate key to open or not, the shape the first implementation answered with. */
export async function listAuthorizations(
  ctx: Context,
): Promise<{ authorizations: Record<string, boolean> }> {
  const gates = await listGates(ctx);
  return { authorizations: Object.fromEntries(gates.map((gate) => [gate.key, gate.enabled])) };
}
