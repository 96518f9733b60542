import { getScope } from "@/lib/ame/get-scope";
import { getScopeContract } from "@/lib/contracts/ame-scope";
import { handle } from "@/lib/http/handle";

export const GET = handle(getScopeContract, (ctx, { query }) => getScope(ctx, query));
