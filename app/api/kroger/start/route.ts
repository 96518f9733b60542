import { krogerStartContract } from "@/lib/contracts/kroger";
import { handle } from "@/lib/http/handle";
import { startKrogerRefill } from "@/lib/scenarios/start-kroger-refill";

export const POST = handle(krogerStartContract, (ctx, { body }) => startKrogerRefill(ctx, body));
