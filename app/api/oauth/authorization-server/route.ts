import { authorizationServer } from "@/lib/auth/clients/oauth-metadata";
import { authorizationServerContract } from "@/lib/contracts/oauth";
import { handle } from "@/lib/http/handle";

export const GET = handle(authorizationServerContract, (_ctx, _input, request) =>
  authorizationServer(new URL(request.url).origin),
);
