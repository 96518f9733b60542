import { simulateContract } from "@/lib/contracts/scenario";
import { handle } from "@/lib/http/handle";
import { simulate } from "@/lib/scenarios/simulate";

export const POST = handle(simulateContract, (ctx, { body }) => simulate(ctx, body));
