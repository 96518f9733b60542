import { recordAudit } from "@/lib/audit/record-audit";
import { AppError, isAppError } from "@/lib/kernel/app-error";
import { createSystemContext } from "@/lib/kernel/create-context";
import { holdStart } from "@/lib/kernel/hold-start";
import { requirePermission } from "@/lib/kernel/permissions";
import { inTransaction } from "@/lib/kernel/transaction";
import { getSettings } from "@/lib/platform/settings";
import { hashPassword } from "../passwords/hash-password";
import { userFacts } from "./user-facts";
import { countUsers, insertUser } from "./user-repository";

/**
 * The one account that a system without any starts with, named by the settings; once, however many
 * processes start together. Its password has stood in an environment, so it is changed first.
 */
export async function createFirstAdmin(): Promise<void> {
  const { mode, firstAdmin } = getSettings();
  if (mode === "demo" || firstAdmin === null) {
    return;
  }
  const ctx = await createSystemContext("start");
  requirePermission(ctx, "users:manage");
  if ((await countUsers(ctx)) > 0) {
    return;
  }
  const passwordHash = await hashPassword(firstAdmin.password);
  try {
    await inTransaction(ctx, async (tx) => {
      await holdStart(tx);
      if ((await countUsers(tx)) > 0) {
        throw new AppError("conflict", "Another process has just made the first administrator.");
      }
      const { email } = firstAdmin;
      const user = await insertUser(tx, {
        ...{ email, name: email, role: "admin", sites: "*", passwordHash },
        mustChangePassword: true,
      });
      await recordAudit(tx, {
        action: "user.create",
        subject: { type: "user", id: user.id },
        reason: "The first administrator, as BLADNIR_ADMIN_EMAIL says",
        after: userFacts(user),
      });
    });
  } catch (error) {
    if (!isAppError(error) || error.code !== "conflict") {
      throw error;
    }
  }
}
