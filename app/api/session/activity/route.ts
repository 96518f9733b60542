import { keepSession } from "@/lib/auth/sessions/keep-session";
import { keepSessionContract } from "@/lib/contracts/access-session";
import { handle } from "@/lib/http/handle";

export const POST = handle(keepSessionContract, (ctx) => keepSession(ctx));
