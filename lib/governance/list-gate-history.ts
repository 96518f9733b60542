import { namesOfActors } from "@/lib/auth/people/names-of-actors";
import type { Page } from "@/lib/contracts/common";
import type { GateChangeAnswer } from "@/lib/contracts/gates";
import { AppError } from "@/lib/kernel/app-error";
import type { Context } from "@/lib/kernel/context";
import { decodeIdCursor, toPage } from "@/lib/kernel/page";
import { requirePermission } from "@/lib/kernel/permissions";
import { toldValue } from "@/lib/kernel/told-value";
import { DEFAULT_PACK } from "@/lib/packs/find-pack";
import type { PackGate } from "@/lib/packs/pack";
import type { GateChange } from "./gate";
import { findGateChanges } from "./gate-repository";

/**
 * What became of a gate, newest first.
 * @throws AppError not_found for a gate that the pack does not have
 */
export async function listGateHistory(
  ctx: Context,
  key: string,
  query: { limit: number; cursor?: string | undefined },
): Promise<Page<GateChangeAnswer>> {
  requirePermission(ctx, "gates:read");
  getPackGate(key);
  const beforeId = decodeIdCursor(query.cursor);
  const rows = await findGateChanges(ctx, key, { limit: query.limit + 1, beforeId });
  const page = toPage(rows, query.limit, ({ id }) => [id]);
  const names = await namesOfActors(ctx, page.items.flatMap(actorsOf));
  const items = page.items.map((row) => ({
    id: row.id,
    at: row.at.toISOString(),
    from: row.fromState,
    to: row.toState,
    actor: row.actorId,
    actor_name: names.get(row.actorId) ?? null,
    approved_by: row.approvedBy,
    approved_by_name: names.get(row.approvedBy ?? "") ?? null,
    reason_code: row.reasonCode,
    note: row.note,
    expires_at: row.expiresAt?.toISOString() ?? null,
  }));
  return { ...page, items };
}

function actorsOf({ actorId, approvedBy }: GateChange): string[] {
  return approvedBy === null ? [actorId] : [actorId, approvedBy];
}

/** @throws AppError not_found, naming the gates there are */
export function getPackGate(key: string): PackGate {
  const gate = DEFAULT_PACK.gates.find((one) => one.key === key);
  if (!gate) {
    const known = DEFAULT_PACK.gates.map((one) => one.key).join(", ");
    throw new AppError("not_found", `Gate "${toldValue(key)}" is unknown; use one of ${known}.`);
  }
  return gate;
}
