import type { Context, TransactionContext } from "@/lib/kernel/context";
import { holdHead } from "../head-repository";
import { type KillSwitch, type Place, stopAt } from "./kill-switch";
import { findActiveSwitches } from "./kill-switch-repository";

/** What is stopped, read once. */
export interface Stops {
  isAny: boolean;
  /** the switch that stops automation at a place; null where it may run */
  at(place: Place): KillSwitch | null;
}

/** To act by: nothing commits by what was read here once a switch has been engaged since. */
export async function holdStops(tx: TransactionContext): Promise<Stops> {
  await holdHead(tx);
  return readStops(tx);
}

/** To look at; what follows from it may be out of date. */
export async function readStops(ctx: Context): Promise<Stops> {
  const active = await findActiveSwitches(ctx);
  return {
    isAny: active.length > 0,
    at: (place) => stopAt(active, place, ctx.now()),
  };
}
