import { endOtherSessions } from "@/lib/auth/sessions/end-sessions";
import { endOtherSessionsContract } from "@/lib/contracts/access-session";
import { handle } from "@/lib/http/handle";

export const POST = handle(endOtherSessionsContract, (ctx) => endOtherSessions(ctx));
