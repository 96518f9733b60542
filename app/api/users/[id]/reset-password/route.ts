import { resetPassword } from "@/lib/auth/people/reset-password";
import { resetPasswordContract } from "@/lib/contracts/access-users";
import { handle } from "@/lib/http/handle";

export const POST = handle(resetPasswordContract, (ctx, { params, body }) =>
  resetPassword(ctx, params.id, body),
);
