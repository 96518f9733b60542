import { AppError } from "@/lib/kernel/app-error";
import type { TransactionContext } from "@/lib/kernel/context";
import type { GatePass } from "./assert-gate-open";
import { readGateLocked } from "./gate-repository";

/**
 * For acts that automation has earned, and for what another system reports: passes unless somebody
 * has revoked the gate, and commits only while it is so.
 * @throws AppError blocked
 */
export async function assertGateNotRevoked(
  tx: TransactionContext,
  key: string | null,
): Promise<GatePass> {
  if (key !== null && (await readGateLocked(tx, key)) === "revoked") {
    throw new AppError(
      "blocked",
      `Not authorized: ${key}. The gate was revoked; a supervisor can open it again.`,
    );
  }
  return "open";
}
