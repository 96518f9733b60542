import { confirmSecondFactor } from "@/lib/auth/people/confirm-second-factor";
import { confirmSecondFactorContract } from "@/lib/contracts/access-session";
import { handle } from "@/lib/http/handle";

export const POST = handle(confirmSecondFactorContract, (ctx, { body }) =>
  confirmSecondFactor(ctx, body.code),
);
