import { AppError } from "@/lib/kernel/app-error";
import type { Context } from "@/lib/kernel/context";
import { countEnabledRules } from "./rule-repository";

/** All of a tenant's enabled rules are asked on every change of a case. */
const MAX_ENABLED = 200;

/** @throws AppError conflict when no further rule may be switched on */
export async function assertRoom(ctx: Context): Promise<void> {
  if ((await countEnabledRules(ctx)) >= MAX_ENABLED) {
    throw new AppError(
      "conflict",
      `There are ${MAX_ENABLED} enabled rules already; disable or delete one first.`,
    );
  }
}
