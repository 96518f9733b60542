import { z } from "zod";
import { recordAudit } from "@/lib/audit/record-audit";
import { defineJob } from "@/lib/jobs/job-definition";
import { sweep } from "@/lib/jobs/sweep";
import type { TransactionContext } from "@/lib/kernel/context";
import { findDueMessages, releaseMessage, type WaitingMessage } from "./outbox-repository";

/** Lets messages go that can no longer be taken back; their audit entries tell whoever carries them. */
export const releaseMessagesJob = defineJob({
  kind: "outbox.release",
  payload: z.object({}),
  retryDelaysSeconds: [],
  everySeconds: 15,
  run: async (job) => ({ released: await sweep(job, findDueMessages, release) }),
});

async function release(tx: TransactionContext, message: WaitingMessage): Promise<boolean> {
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
