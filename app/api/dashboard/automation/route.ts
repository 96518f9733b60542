import { listGatesContract, setGateContract } from "@/lib/contracts/governance";
import { listAuthorizations } from "@/lib/governance/list-gates";
import { setGate } from "@/lib/governance/set-gate";
import { handle } from "@/lib/http/handle";
import { requestReply } from "@/lib/http/reply";

export const GET = handle(listGatesContract, (ctx) => listAuthorizations(ctx));

export const POST = handle(setGateContract, async (ctx, { body }) => {
  const answer = await setGate(ctx, body);
  return requestReply(answer, answer.request ?? null);
});
