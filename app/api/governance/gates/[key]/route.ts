import { changeGateContract } from "@/lib/contracts/gates";
import { changeGate } from "@/lib/governance/change-gate";
import { handle } from "@/lib/http/handle";
import { requestReply } from "@/lib/http/reply";

export const POST = handle(changeGateContract, async (ctx, { params, body }) => {
  const answer = await changeGate(ctx, params.key, body);
  return requestReply(answer, answer.request);
});
