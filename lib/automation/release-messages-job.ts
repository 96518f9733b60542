import { z } from "zod";
import { recordAudit } from "@/lib/audit/record-audit";
import { lockHolds } from "@/lib/governance/holds";
import { defineJob } from "@/lib/jobs/job-definition";
import { sweep } from "@/lib/jobs/sweep";
import type { TransactionContext } from "@/lib/kernel/context";
import { forTenant } from "@/lib/kernel/for-tenant";
import { findReleasable, originsOf, type ReleasableMessage } from "./find-releasable";
import { releaseMessage } from "./outbox-repository";

/**
 * Lets messages go that can no longer be taken back; their audit entries tell whoever carries them.
 * What a kill switch stops stays, and what was sent under a gate that was revoked since; it goes
 * once automation runs again, or the gate is open.
 */
export const releaseMessagesJob = defineJob({
  kind: "outbox.release",
  payload: z.object({}),
  retryDelaysSeconds: [],
  everySeconds: 15,
  run: async (job) => ({
    released: await sweep(job, findReleasable, (tx, message) =>
      release(forTenant(tx, message.tenantId), message),
    ),
  }),
});

async function release(tx: TransactionContext, message: ReleasableMessage): Promise<boolean> {
  const holds = await lockHolds(tx);
  if (holds.isAny) {
    // Not known yet when the first switch was engaged just now, or the first gate revoked.
    const origin = message.origin ?? (await originsOf(tx, [message]))(message);
    if (holds.keeps(origin)) {
      return false;
    }
  }
  if (!(await releaseMessage(tx, message.id))) {
    return false;
  }
  await recordAudit(tx, {
    action: "message.release",
    subject: { type: "message", id: message.id },
    siteId: message.siteId,
    ...(message.caseId !== null && { caseId: message.caseId }),
    after: { topic: message.topic },
  });
  return true;
}
