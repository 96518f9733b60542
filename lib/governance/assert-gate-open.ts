import type { GateState } from "@/lib/contracts/governance";
import { AppError } from "@/lib/kernel/app-error";
import type { Context, TransactionContext } from "@/lib/kernel/context";
import { readGate, readGateLocked } from "./gate-repository";

/**
 * Passes when the gate is authorised, and keeps it so until the transaction ends.
 * @param key null where the pack asks for no gate
 * @throws AppError blocked when it is unset or revoked
 */
export async function assertGateOpen(tx: TransactionContext, key: string | null): Promise<void> {
  if (key === null) {
    return;
  }
  refuseClosed(key, await readGateLocked(tx, key));
}

/** The same for a dry run, which holds nothing still. */
export async function assertGateOpenNow(ctx: Context, key: string | null): Promise<void> {
  if (key !== null) {
    refuseClosed(key, await readGate(ctx, key));
  }
}

function refuseClosed(key: string, state: GateState): void {
  if (state !== "authorized") {
    const why = state === "revoked" ? "it was revoked" : "nobody has opened it";
    throw new AppError(
      "blocked",
      `Not authorized: ${key}. The gate is closed (${why}); a supervisor can open it.`,
    );
  }
}
