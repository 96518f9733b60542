import { reportExecution } from "@/lib/automation/reports/report-execution";
import { reportExecutionContract } from "@/lib/contracts/ame-report";
import { handle } from "@/lib/http/handle";

export const POST = handle(reportExecutionContract, (ctx, { body }) => reportExecution(ctx, body));
