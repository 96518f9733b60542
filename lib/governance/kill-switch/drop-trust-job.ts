import { z } from "zod";
import { dropScope, dropScopes, findDroppable } from "@/lib/ame/drop-scopes";
import { STOP_KINDS } from "@/lib/contracts/kill-switch";
import { enqueueJob } from "@/lib/jobs/enqueue-job";
import { defineJob } from "@/lib/jobs/job-definition";
import { sweep } from "@/lib/jobs/sweep";
import type { TransactionContext } from "@/lib/kernel/context";
import type { Scope } from "./kill-switch";
import { findSwitch } from "./kill-switch-repository";

const KIND = "trust.drop";

/** Follows a stop at once; the stop itself waits for no scope, so that it binds without delay. */
export async function enqueueDrop(tx: TransactionContext, { kind, key }: Scope): Promise<void> {
  await enqueueJob(tx, { kind: KIND, payload: { kind, key } });
}

/** Takes the trust away of all that a kill switch has stopped. */
export const dropTrustJob = defineJob({
  kind: KIND,
  payload: z.object({ kind: z.enum(STOP_KINDS), key: z.string() }),
  retryDelaysSeconds: [1, 5, 30, 120, 600],
  run: async (job) => {
    const stop = await findSwitch(job.ctx, job.payload);
    if (!stop?.isEngaged) {
      return { dropped: 0 };
    }
    return {
      dropped: await sweep(
        job,
        (ctx, limit) => findDroppable(ctx, stop, limit),
        (tx, id) => dropScope(tx, id, stop),
      ),
    };
  },
});

/** Before anything may run again: no scope keeps the trust it had when it was stopped. */
export async function dropRest(tx: TransactionContext, scope: Scope): Promise<void> {
  const stop = await findSwitch(tx, scope);
  if (stop?.isEngaged) {
    await dropScopes(tx, stop);
  }
}
