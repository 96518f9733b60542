import { inviteUser } from "@/lib/auth/people/invite-user";
import { listUsers } from "@/lib/auth/people/list-users";
import { inviteUserContract, listUsersContract } from "@/lib/contracts/access-users";
import { handle } from "@/lib/http/handle";
import { listReply, Reply } from "@/lib/http/reply";

export const GET = handle(listUsersContract, async (ctx, { query }) => {
  const page = await listUsers(ctx, query);
  return listReply({ users: page.items, next_cursor: page.nextCursor });
});

export const POST = handle(inviteUserContract, async (ctx, { body }) => {
  const user = await inviteUser(ctx, body);
  return new Reply(user, { location: `/api/users/${user.id}` });
});
