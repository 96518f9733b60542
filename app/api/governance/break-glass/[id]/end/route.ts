import { endGlassGrantContract } from "@/lib/contracts/break-glass";
import { endGrant } from "@/lib/governance/break-glass/end-grant";
import { handle } from "@/lib/http/handle";

export const POST = handle(endGlassGrantContract, (ctx, { params }) => endGrant(ctx, params.id));
