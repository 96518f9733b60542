import { listAuditEntries } from "@/lib/audit/list-audit-entries";
import { listAuditContract } from "@/lib/contracts/audit";
import { handle } from "@/lib/http/handle";
import { listReply } from "@/lib/http/reply";

export const GET = handle(listAuditContract, async (ctx, { query }) => {
  const page = await listAuditEntries(ctx, query);
  return listReply({ entries: page.items, next_cursor: page.nextCursor });
});
