import { z } from "zod";
import { defineJob } from "@/lib/jobs/job-definition";
import { sweep } from "@/lib/jobs/sweep";
import { forTenant } from "@/lib/kernel/for-tenant";
import { findExpiredApprovals, getApprovalRow } from "./approval-repository";
import { expireApproval } from "./expire-approval";

/** Marks requests that nobody has approved in time; they bind nobody even before. */
export const expireApprovalsJob = defineJob({
  kind: "approvals.expire",
  payload: z.object({}),
  retryDelaysSeconds: [],
  everySeconds: 60,
  run: async (job) => ({
    expired: await sweep(job, findExpiredApprovals, async (tx, { tenantId, id }) => {
      const its = forTenant(tx, tenantId);
      return expireApproval(its, await getApprovalRow(its, id));
    }),
  }),
});
