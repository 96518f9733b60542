import { listCapsContract } from "@/lib/contracts/caps";
import { listCaps } from "@/lib/governance/list-caps";
import { handle } from "@/lib/http/handle";

export const GET = handle(listCapsContract, (ctx, { query }) => listCaps(ctx, query));
