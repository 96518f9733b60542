import { krogerStartContract } from "@/lib/contracts/kroger";
import { handle } from "@/lib/http/handle";
import { workflowReply } from "@/lib/http/reply";
import { startKrogerRefill } from "@/lib/scenarios/start-kroger-refill";

export const POST = handle(krogerStartContract, async (ctx, { body }) =>
  workflowReply(await startKrogerRefill(ctx, body)),
);
