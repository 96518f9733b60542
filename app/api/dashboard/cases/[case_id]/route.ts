import { getCaseDetail } from "@/lib/automation/get-case-detail";
import { caseDetailContract } from "@/lib/contracts/dashboard";
import { handle } from "@/lib/http/handle";
import { widerReply } from "@/lib/http/reply";

export const GET = handle(caseDetailContract, async (ctx, { params }) => {
  const detail = await getCaseDetail(ctx, params.case_id);
  const { id, version } = detail.case.raw;
  return widerReply(detail, { kind: "case", id, version });
});
