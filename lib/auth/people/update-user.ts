import { recordAudit } from "@/lib/audit/record-audit";
import type { UpdateUser, UserAnswer } from "@/lib/contracts/access-users";
import { AppError } from "@/lib/kernel/app-error";
import type { Context, TransactionContext } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { inTransaction } from "@/lib/kernel/transaction";
import { assertMayGrant, sitesOf } from "../grant";
import { endAccessOf } from "../sessions/end-access";
import { actorOf, grantOf, type User } from "./user";
import { userFacts } from "./user-facts";
import {
  countActiveAdmins,
  lockAdmins,
  lockUser,
  toUserAnswer,
  updateUserRow,
} from "./user-repository";

/**
 * Changes what a person is called, may do and sees; it binds with their next request on every node.
 * @throws AppError forbidden when they have or get more than the caller, conflict for one's own rights and for the last administrator's
 */
export async function updateUser(ctx: Context, id: string, input: UpdateUser): Promise<UserAnswer> {
  requirePermission(ctx, "users:manage");
  const user = await inTransaction(ctx, async (tx) => {
    // First, so that what is read afterwards is what the others have left.
    await lockAdmins(tx);
    const { user: before } = await lockUser(tx, id);
    const sites = input.site_ids && sitesOf(input.site_ids);
    assertMayChange(tx, before, { ...input, sites });
    const after = await updateUserRow(tx, id, {
      name: input.name ?? before.name,
      role: input.role ?? before.role,
      status: input.status ?? before.status,
      sites: sites ?? before.sites,
    });
    await assertAdminLeft(tx, before, after);
    const ended = after.status === "disabled" ? await endAccessOf(tx, id) : null;
    await recordAudit(tx, {
      action: "user.update",
      subject: { type: "user", id },
      before: userFacts(before),
      after: { ...userFacts(after), ...ended },
    });
    return after;
  });
  return toUserAnswer(user);
}

type Wanted = UpdateUser & { sites: User["sites"] | undefined };

function assertMayChange(tx: TransactionContext, before: User, wanted: Wanted): void {
  assertMayGrant(tx, grantOf(before));
  const { role = before.role, sites = before.sites } = wanted;
  assertMayGrant(tx, grantOf({ role, sites }));
  const isRoleChange = wanted.role !== undefined && wanted.role !== before.role;
  const isStatusChange = wanted.status !== undefined && wanted.status !== before.status;
  const changesRights = isRoleChange || isStatusChange || wanted.sites !== undefined;
  if (changesRights && actorOf(before).id === tx.actor.id) {
    throw new AppError(
      "conflict",
      "Nobody changes their own role, sites or status; ask another administrator.",
    );
  }
  if (isRoleChange && before.oidcIssuer !== null) {
    throw new AppError(
      "conflict",
      `${before.email} signs in with a company account, whose groups decide the role; change it there.`,
    );
  }
}

async function assertAdminLeft(tx: TransactionContext, before: User, after: User): Promise<void> {
  const isOne = ({ role, status }: User) => role === "admin" && status === "active";
  if (isOne(before) && !isOne(after) && (await countActiveAdmins(tx)) === 0) {
    throw new AppError(
      "conflict",
      `${before.email} is the last active administrator; make somebody else one first.`,
    );
  }
}
