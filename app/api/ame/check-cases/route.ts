import { seedCheckCase } from "@/lib/automation/audits/seed-check-case";
import { seedCheckCaseContract } from "@/lib/contracts/check-cases";
import { handle } from "@/lib/http/handle";

export const POST = handle(seedCheckCaseContract, (ctx, { body }) => seedCheckCase(ctx, body));
