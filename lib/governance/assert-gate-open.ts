import type { GateState } from "@/lib/contracts/governance";
import { AppError } from "@/lib/kernel/app-error";
import type { Context, TransactionContext } from "@/lib/kernel/context";
import { mayUseGrants } from "./break-glass/grant";
import { findActiveGrant } from "./break-glass/grant-repository";
import { useGrant } from "./break-glass/use-grant";
import { readGate, readGateLocked } from "./gate-repository";

/** How a gate was passed: as it stood, or by breaking the glass. */
export type GatePass = "open" | "glass";

/**
 * Passes when the gate is authorised, and commits only while it still is; past one that is
 * unset also a person who has broken the glass for it, which is recorded.
 * @param key null where the pack asks for no gate
 * @throws AppError blocked when it is unset or revoked
 */
export async function assertGateOpen(
  tx: TransactionContext,
  key: string | null,
): Promise<GatePass> {
  if (key === null) {
    return "open";
  }
  const state = await readGateLocked(tx, key);
  if (state === "unset" && (await useGrant(tx, "gate", key))) {
    return "glass";
  }
  refuseClosed(key, state);
  return "open";
}

/** The same for a dry run, which commits nothing. */
export async function assertGateOpenNow(ctx: Context, key: string | null): Promise<void> {
  if (key === null) {
    return;
  }
  if (!(await needsGlass(ctx, key))) {
    refuseClosed(key, await readGate(ctx, key));
  }
}

/** Whether the caller would come through a gate only because they have broken the glass for it. */
export async function needsGlass(ctx: Context, key: string | null): Promise<boolean> {
  return (
    key !== null &&
    mayUseGrants(ctx) &&
    (await readGate(ctx, key)) === "unset" &&
    (await findActiveGrant(ctx, "gate", key)) !== null
  );
}

function refuseClosed(key: string, state: GateState): void {
  if (state !== "authorized") {
    const why =
      state === "revoked" ? "it was revoked" : "nobody has opened it, or its time has run out";
    throw new AppError(
      "blocked",
      `Not authorized: ${key}. The gate is closed (${why}); a supervisor can open it.`,
    );
  }
}
