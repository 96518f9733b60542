import type { Context } from "@/lib/kernel/context";
import { keepBooks } from "@/lib/kernel/transaction";
import { deleteDeliveriesBefore } from "./delivery-repository";

const KEPT_DAYS = 30;
const DAY_MS = 86_400_000;
const DELIVERIES_AT_A_TIME = 500;

/** Removes deliveries that ended 30 days ago; the audit trail keeps that they happened. */
export async function pruneDeliveries(ctx: Context, signal: AbortSignal): Promise<number> {
  const before = new Date(ctx.now().getTime() - KEPT_DAYS * DAY_MS);
  let removed = 0;
  while (!signal.aborted) {
    const count = await keepBooks(ctx, (tx) =>
      deleteDeliveriesBefore(tx, before, DELIVERIES_AT_A_TIME),
    );
    removed += count;
    if (count < DELIVERIES_AT_A_TIME) {
      break;
    }
  }
  return removed;
}
