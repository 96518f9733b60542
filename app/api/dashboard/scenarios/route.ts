import { listScenariosContract } from "@/lib/contracts/scenario";
import { handle } from "@/lib/http/handle";
import { listScenarios } from "@/lib/scenarios/list-scenarios";

export const GET = handle(listScenariosContract, (ctx) => listScenarios(ctx));
