import { krogerScenariosContract } from "@/lib/contracts/kroger";
import { handle } from "@/lib/http/handle";
import { listTemplates } from "@/lib/scenarios/list-scenarios";

export const GET = handle(krogerScenariosContract, (ctx) => listTemplates(ctx));
