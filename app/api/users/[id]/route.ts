import { getUser } from "@/lib/auth/people/list-users";
import { updateUser } from "@/lib/auth/people/update-user";
import { getUserContract, updateUserContract } from "@/lib/contracts/access-users";
import { handle } from "@/lib/http/handle";

export const GET = handle(getUserContract, (ctx, { params }) => getUser(ctx, params.id));

export const PATCH = handle(updateUserContract, (ctx, { params, body }) =>
  updateUser(ctx, params.id, body),
);
