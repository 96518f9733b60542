import { smartConfiguration } from "@/lib/auth/clients/oauth-metadata";
import { smartConfigurationContract } from "@/lib/contracts/oauth";
import { handle } from "@/lib/http/handle";

export const GET = handle(smartConfigurationContract, (_ctx, _input, request) =>
  smartConfiguration(new URL(request.url).origin),
);
