import { AppError } from "@/lib/kernel/app-error";
import type { TransactionContext } from "@/lib/kernel/context";
import { readGateLocked } from "./gate-repository";

/**
 * Passes when the gate is authorised, and keeps it so until the transaction ends.
 * @param key null where the pack asks for no gate
 * @throws AppError blocked when it is unset or revoked
 */
export async function assertGateOpen(tx: TransactionContext, key: string | null): Promise<void> {
  if (key === null) {
    return;
  }
  const state = await readGateLocked(tx, key);
  if (state !== "authorized") {
    const why = state === "revoked" ? "it was revoked" : "nobody has opened it";
    throw new AppError(
      "blocked",
      `Not authorized: ${key}. The gate is closed (${why}); a supervisor can open it.`,
    );
  }
}
