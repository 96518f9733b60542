import { reportOutcome } from "@/lib/automation/reports/report-outcome";
import { reportOutcomeContract } from "@/lib/contracts/ame-report";
import { handle } from "@/lib/http/handle";

export const POST = handle(reportOutcomeContract, (ctx, { body }) => reportOutcome(ctx, body));
