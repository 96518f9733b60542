import { resolveModeContract } from "@/lib/contracts/ame-scope";
import { resolveGovernedMode } from "@/lib/governance/resolve-governed-mode";
import { handle } from "@/lib/http/handle";

export const POST = handle(resolveModeContract, (ctx, { body }) => resolveGovernedMode(ctx, body));
