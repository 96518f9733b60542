import { changePassword } from "@/lib/auth/people/change-password";
import { changePasswordContract } from "@/lib/contracts/access-session";
import { handle } from "@/lib/http/handle";

export const POST = handle(changePasswordContract, (ctx, { body }) => changePassword(ctx, body));
