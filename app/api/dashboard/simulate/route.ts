import { simulateContract } from "@/lib/contracts/scenario";
import { handle } from "@/lib/http/handle";
import { jobReply } from "@/lib/http/reply";
import { simulate } from "@/lib/scenarios/simulate";

export const POST = handle(simulateContract, async (ctx, { body, prefersAsync }) => {
  const { answer, isDone } = await simulate(ctx, body, { isWaiting: !prefersAsync });
  return jobReply(answer, isDone);
});
