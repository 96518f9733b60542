import type { JsonObject } from "@/lib/contracts/common";
import type { TransactionContext } from "@/lib/kernel/context";
import { insertJob } from "./job-repository";

/**
 * Stores work for later in the transaction that wants it done, so that it is done if and only if
 * that commits. The runner hears of the commit by itself.
 * @returns the job's id
 */
export function enqueueJob(
  tx: TransactionContext,
  job: {
    kind: string;
    payload: JsonObject;
    /** not before; now by default */
    runAt?: Date;
    /** how much there is to do, in the unit of `progress` */
    progressTotal?: number;
  },
): Promise<number> {
  const { kind, payload, runAt = tx.now(), progressTotal = null } = job;
  tx.wakeUps.add("job");
  return insertJob(tx, { kind, payload, runAt, progressTotal });
}
