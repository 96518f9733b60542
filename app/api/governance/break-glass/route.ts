import { breakGlassContract, listGlassGrantsContract } from "@/lib/contracts/break-glass";
import { breakGlass } from "@/lib/governance/break-glass/break-glass";
import { listGrants } from "@/lib/governance/break-glass/list-grants";
import { handle } from "@/lib/http/handle";
import { pageReply } from "@/lib/http/reply";

export const GET = handle(listGlassGrantsContract, async (ctx, { query }) =>
  pageReply(await listGrants(ctx, query)),
);

export const POST = handle(breakGlassContract, (ctx, { body }) => breakGlass(ctx, body));
