import { autoStep } from "@/lib/automation/auto-step";
import { autoStepContract } from "@/lib/contracts/dashboard";
import { handle } from "@/lib/http/handle";

export const POST = handle(autoStepContract, (ctx, { body }) => autoStep(ctx, body.workflow_id));
