import { endUserSessions } from "@/lib/auth/sessions/end-sessions";
import { endUserSessionsContract } from "@/lib/contracts/access-users";
import { handle } from "@/lib/http/handle";

export const POST = handle(endUserSessionsContract, (ctx, { params }) =>
  endUserSessions(ctx, params.id),
);
