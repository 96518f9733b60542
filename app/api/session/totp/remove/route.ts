import { removeSecondFactor } from "@/lib/auth/people/remove-second-factor";
import { removeSecondFactorContract } from "@/lib/contracts/access-session";
import { handle } from "@/lib/http/handle";

export const POST = handle(removeSecondFactorContract, (ctx, { body }) =>
  removeSecondFactor(ctx, body),
);
