import { AppError, isAppError } from "@/lib/kernel/app-error";
import { createSystemContext } from "@/lib/kernel/create-context";
import { holdStart } from "@/lib/kernel/hold-start";
import { requirePermission } from "@/lib/kernel/permissions";
import { inTransaction } from "@/lib/kernel/transaction";
import { DEFAULT_PACK } from "@/lib/packs/find-pack";
import { hasCases } from "@/lib/workflows/has-cases";
import { seedScenario } from "./seed-scenarios";

/** Gives a new demo one case of each scenario, once however many processes start together. */
export async function seedWhenEmpty(): Promise<void> {
  const ctx = await createSystemContext("start");
  requirePermission(ctx, "demo:manage");
  if (await hasCases(ctx)) {
    return;
  }
  try {
    await inTransaction(ctx, async (tx) => {
      await holdStart(tx);
      if (await hasCases(tx)) {
        throw new AppError("conflict", "Another process has just seeded the demo.");
      }
      for (const scenario of DEFAULT_PACK.scenarios) {
        await seedScenario(tx, scenario);
      }
    });
  } catch (error) {
    if (!isAppError(error)) {
      throw error;
    }
  }
}
