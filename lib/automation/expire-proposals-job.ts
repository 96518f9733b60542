import { z } from "zod";
import { recordAudit } from "@/lib/audit/record-audit";
import { defineJob } from "@/lib/jobs/job-definition";
import { sweep } from "@/lib/jobs/sweep";
import type { TransactionContext } from "@/lib/kernel/context";
import { forTenant } from "@/lib/kernel/for-tenant";
import { getSettings } from "@/lib/platform/settings";
import { type ExpiryHours, expiryLimit, isExpired } from "./proposal-expiry";
import { claimProposal, findOutdatedProposals, getProposal } from "./proposal-repository";

/** Marks open proposals that nobody has decided or run in time. */
export const expireProposalsJob = defineJob({
  kind: "proposals.expire",
  payload: z.object({}),
  retryDelaysSeconds: [],
  everySeconds: 60,
  run: async (job) => {
    const hours = getSettings();
    const expired = await sweep(
      job,
      (ctx, limit) =>
        findOutdatedProposals(ctx, {
          madeBefore: expiryLimit(ctx.now(), hours.proposalExpiresHours),
          approvedBefore: expiryLimit(ctx.now(), hours.approvalExpiresHours),
          limit,
        }),
      (tx, { tenantId, id }) => expire(forTenant(tx, tenantId), id, hours),
    );
    return { expired };
  },
});

async function expire(tx: TransactionContext, id: string, hours: ExpiryHours): Promise<boolean> {
  const proposal = await getProposal(tx, id);
  const { status, label, caseId, siteId } = proposal;
  const isDue = status !== "expired" && isExpired(proposal, tx.now(), hours);
  if (!(isDue && (await claimProposal(tx, id, { from: status, to: "expired" })))) {
    return false;
  }
  await recordAudit(tx, {
    action: "proposal.expire",
    subject: { type: "proposal", id },
    caseId,
    siteId,
    before: { status, label },
    after: { status: "expired" },
  });
  return true;
}
