import type { Context, TransactionContext } from "@/lib/kernel/context";
import { findGates } from "./gate-repository";
import type { Place } from "./kill-switch/kill-switch";
import { holdStops, readStops, type Stops } from "./kill-switch/stops";

/** What wanted a message sent: where, and under which gate. */
export interface Origin extends Place {
  /** null where no gate was asked for */
  gateKey: string | null;
}

/** What keeps back that has been carried out and has not left yet, read once. */
export interface Holds {
  isAny: boolean;
  /** a kill switch stops it, or its gate was revoked since */
  keeps(origin: Origin): boolean;
}

/** To act by: nothing commits by what was read here once a switch or a gate has been changed since. */
export async function lockHolds(tx: TransactionContext): Promise<Holds> {
  return holdsOf(tx, await holdStops(tx));
}

/** To look at; what follows from it may be out of date. */
export async function readHolds(ctx: Context): Promise<Holds> {
  return holdsOf(ctx, await readStops(ctx));
}

async function holdsOf(ctx: Context, stops: Stops): Promise<Holds> {
  const gates = await findGates(ctx);
  const revoked = gates.filter(({ state }) => state === "revoked").map(({ key }) => key);
  return {
    isAny: stops.isAny || revoked.length > 0,
    keeps: (origin) => stops.at(origin) !== null || isRevoked(origin, revoked),
  };
}

function isRevoked({ gateKey, isOriginUnknown }: Origin, revoked: readonly string[]): boolean {
  return isOriginUnknown ? revoked.length > 0 : gateKey !== null && revoked.includes(gateKey);
}
