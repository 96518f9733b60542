import { listAuditTasks } from "@/lib/automation/audits/list-audit-tasks";
import { listAuditsContract } from "@/lib/contracts/ame-trust";
import { handle } from "@/lib/http/handle";
import { pageReply } from "@/lib/http/reply";

export const GET = handle(listAuditsContract, async (ctx, { query }) =>
  pageReply(await listAuditTasks(ctx, query)),
);
