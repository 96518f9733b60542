import type { JsonObject } from "@/lib/contracts/common";
import type { TransactionContext } from "@/lib/kernel/context";

export interface NewJob {
  kind: string;
  payload: JsonObject;
  runAt: Date;
  progressTotal: number | null;
}

/** @returns its id */
export async function insertJob(tx: TransactionContext, job: NewJob): Promise<number> {
  const now = tx.now();
  const row = await tx.db.job.create({
    data: {
      ...job,
      tenantId: tx.tenantId,
      createdBy: tx.actor.id,
      requestId: tx.requestId,
      createdAt: now,
      updatedAt: now,
    },
    select: { id: true },
  });
  return Number(row.id);
}
