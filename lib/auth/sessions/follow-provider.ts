import { recordAudit } from "@/lib/audit/record-audit";
import type { TransactionContext } from "@/lib/kernel/context";
import { isSameSites } from "../grant";
import type { User } from "../people/user";
import { userFacts } from "../people/user-facts";
import { countActiveAdmins, updateUserRow } from "../people/user-repository";

/**
 * Makes of an account what its identity provider says now; what is left out stays as it is.
 * @param before as it is in this transaction, which holds it
 */
export async function followProvider(
  tx: TransactionContext,
  before: User,
  said: Partial<Pick<User, "email" | "name" | "role" | "sites">>,
): Promise<User> {
  const { email, name, role, sites } = { ...before, ...said };
  const isOther = !isSameSites(sites, before.sites);
  if (before.email === email && before.name === name && before.role === role && !isOther) {
    return before;
  }
  const user = await updateUserRow(tx, before.id, {
    ...{ email, name, role },
    ...(isOther && { sites }),
  });
  const lostAdmin = before.role === "admin" && user.role !== "admin";
  await recordAudit(tx, {
    action: "user.update",
    subject: { type: "user", id: before.id },
    reason: "The identity provider says so",
    before: userFacts(before),
    after: {
      ...userFacts(user),
      // The groups decide all the same: whoever has lost them must not keep what they gave.
      ...(lostAdmin && { administrators_left: await countActiveAdmins(tx) }),
    },
  });
  return user;
}
