import { beginSecondFactor } from "@/lib/auth/people/begin-second-factor";
import { beginSecondFactorContract } from "@/lib/contracts/access-session";
import { handle } from "@/lib/http/handle";

export const POST = handle(beginSecondFactorContract, (ctx, { body }) =>
  beginSecondFactor(ctx, body.password),
);
