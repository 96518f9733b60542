import { listGatesContract, setGateContract } from "@/lib/contracts/governance";
import { listAuthorizations } from "@/lib/governance/list-gates";
import { setGate } from "@/lib/governance/set-gate";
import { handle } from "@/lib/http/handle";

export const GET = handle(listGatesContract, (ctx) => listAuthorizations(ctx));

export const POST = handle(setGateContract, (ctx, { body }) => setGate(ctx, body));
