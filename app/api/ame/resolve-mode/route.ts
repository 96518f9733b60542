import { resolveMode } from "@/lib/ame/resolve-mode";
import { resolveModeContract } from "@/lib/contracts/ame-scope";
import { handle } from "@/lib/http/handle";

export const POST = handle(resolveModeContract, (ctx, { body }) => resolveMode(ctx, body));
