import { getSession } from "@/lib/auth/sessions/get-session";
import { getSessionContract } from "@/lib/contracts/access-session";
import { handle } from "@/lib/http/handle";

export const GET = handle(getSessionContract, (ctx) => getSession(ctx));
