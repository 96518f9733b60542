import { getCaseDetail } from "@/lib/automation/get-case-detail";
import { caseDetailContract } from "@/lib/contracts/dashboard";
import { handle } from "@/lib/http/handle";

export const GET = handle(caseDetailContract, (ctx, { params }) =>
  getCaseDetail(ctx, params.case_id),
);
