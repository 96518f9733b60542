import { settleAudit } from "@/lib/automation/audits/settle-audit";
import { settleAuditContract } from "@/lib/contracts/ame-trust";
import { handle } from "@/lib/http/handle";

export const POST = handle(settleAuditContract, (ctx, { params, body }) =>
  settleAudit(ctx, params.execution_id, body),
);
