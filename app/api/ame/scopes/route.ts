import { listScopes } from "@/lib/ame/list-scopes";
import { listScopesContract } from "@/lib/contracts/ame-scope";
import { handle } from "@/lib/http/handle";
import { pageReply } from "@/lib/http/reply";

export const GET = handle(listScopesContract, async (ctx, { query }) =>
  pageReply(await listScopes(ctx, query)),
);
