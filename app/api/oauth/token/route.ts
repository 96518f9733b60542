import { issueToken } from "@/lib/auth/clients/issue-token";
import { tokenContract } from "@/lib/contracts/oauth";
import { handle } from "@/lib/http/handle";

export const POST = handle(tokenContract, (ctx, { body }, request) =>
  issueToken(ctx, body, new URL(request.url).origin),
);
