import { seedContract } from "@/lib/contracts/scenario";
import { handle } from "@/lib/http/handle";
import { seedScenarios } from "@/lib/scenarios/seed-scenarios";

export const POST = handle(seedContract, (ctx, { body }) => seedScenarios(ctx, body));
