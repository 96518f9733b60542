import { resetContract } from "@/lib/contracts/scenario";
import { handle } from "@/lib/http/handle";
import { resetDemo } from "@/lib/scenarios/reset-demo";

export const POST = handle(resetContract, (ctx) => resetDemo(ctx));
