import { submitPreverificationContract } from "@/lib/contracts/kroger";
import { handle } from "@/lib/http/handle";
import { workflowReply } from "@/lib/http/reply";
import { submitPreverification } from "@/lib/scenarios/submit-preverification";

export const POST = handle(submitPreverificationContract, async (ctx, { body }) =>
  workflowReply(await submitPreverification(ctx, body)),
);
