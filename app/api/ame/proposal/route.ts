import { reportProposal } from "@/lib/automation/reports/report-proposal";
import { reportProposalContract } from "@/lib/contracts/ame-report";
import { handle } from "@/lib/http/handle";

export const POST = handle(reportProposalContract, (ctx, { body }) => reportProposal(ctx, body));
