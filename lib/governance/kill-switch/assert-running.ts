import { AppError } from "@/lib/kernel/app-error";
import type { Context, TransactionContext } from "@/lib/kernel/context";
import { type KillSwitch, type Place, stopSentence } from "./kill-switch";
import { holdStops, readStops } from "./stops";

/**
 * Passes where automation may run: once a switch has been engaged, nothing commits that has passed
 * here before; its transaction begins anew, and is refused.
 * @throws AppError blocked, naming the switch
 */
export async function assertRunning(tx: TransactionContext, place: Place): Promise<void> {
  refuse((await holdStops(tx)).at(place));
}

/** The same for a dry run, which commits nothing. */
export async function assertRunningNow(ctx: Context, place: Place): Promise<void> {
  refuse((await readStops(ctx)).at(place));
}

function refuse(stop: KillSwitch | null): void {
  if (stop) {
    throw new AppError("blocked", stopSentence(stop));
  }
}
