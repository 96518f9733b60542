import { reportDecision } from "@/lib/automation/reports/report-decision";
import { reportDecisionContract } from "@/lib/contracts/ame-report";
import { handle } from "@/lib/http/handle";

export const POST = handle(reportDecisionContract, (ctx, { body }) => reportDecision(ctx, body));
