import { listGovernanceGatesContract } from "@/lib/contracts/gates";
import { listNamedGates } from "@/lib/governance/list-gates";
import { handle } from "@/lib/http/handle";

export const GET = handle(listGovernanceGatesContract, (ctx) => listNamedGates(ctx));
