import { readPublicKey } from "@/lib/audit/checkpoints/list-checkpoints";
import { auditPublicKeyContract } from "@/lib/contracts/audit";
import { handle } from "@/lib/http/handle";

export const GET = handle(auditPublicKeyContract, (ctx) => readPublicKey(ctx));
