import type { JsonObject } from "@/lib/contracts/common";
import type { TransactionContext } from "@/lib/kernel/context";
import type { ScopeKey } from "./scope";

export interface NewAmeEvent extends ScopeKey {
  scopeId: number;
  eventType: "proposed" | "decided" | "executed" | "rolled_back";
  proposalId: string;
  predictedConfidence: number;
  predictedSafety: number;
  decision: string | null;
  decisionBy: string | null;
  decisionReason: string | null;
  isOverride: boolean;
  features: JsonObject;
}

export async function insertAmeEvent(tx: TransactionContext, event: NewAmeEvent): Promise<void> {
  await tx.db.ameEvent.create({
    data: { ...event, tenantId: tx.tenantId, at: tx.now() },
    select: { id: true },
  });
}

export async function deleteAmeEvents(tx: TransactionContext): Promise<number> {
  const removed = await tx.db.ameEvent.deleteMany({ where: { tenantId: tx.tenantId } });
  return removed.count;
}
