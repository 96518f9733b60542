import { exportAudit } from "@/lib/audit/export/export-audit";
import { exportAuditContract } from "@/lib/contracts/audit";
import { handle } from "@/lib/http/handle";
import { StreamReply } from "@/lib/http/stream-reply";

const CONTENT_TYPES = { jsonl: "application/x-ndjson", csv: "text/csv; charset=utf-8" } as const;

export const GET = handle(exportAuditContract, async (ctx, { query }) => {
  const { format } = query;
  const parts = await exportAudit(ctx, query);
  return StreamReply.download(parts, {
    name: `audit.${format}`,
    contentType: CONTENT_TYPES[format],
  });
});
