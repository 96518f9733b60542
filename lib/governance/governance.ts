import { type Earned, getEarned } from "@/lib/ame/get-standing";
import type { ScopeKey } from "@/lib/ame/scope";
import type { Context, TransactionContext } from "@/lib/kernel/context";
import type { Limits } from "./decide-mode";
import { readGateLocked } from "./gate-repository";
import { type Place, stopSentence } from "./kill-switch/kill-switch";
import { holdStops, readStops, type Stops } from "./kill-switch/stops";
import { listGates } from "./list-gates";

/** What was earned and what the gates say; gates and stops are read once, however often it is asked for. */
export interface Governance {
  earnedOf(scope: ScopeKey): Promise<Earned>;
  /** @param key null where no gate is asked for */
  gateOf(key: string | null): Promise<Limits["gate"]>;
  /** why nothing runs at a place; null where automation may run */
  stopOf(place: Place): Promise<string | null>;
}

/** To act by: nothing commits by what was read here once it has been changed since. */
export function holdGovernance(tx: TransactionContext): Governance {
  const gateOf = once(async (key: string) => ({ key, state: await readGateLocked(tx, key) }));
  return {
    // Anew each time: what has just run may wait for an audit now.
    earnedOf: (scope) => getEarned(tx, scope),
    gateOf: async (key) => (key === null ? null : gateOf(key)),
    stopOf: stopsOf(() => holdStops(tx)),
  };
}

/** To look at; what follows from it may be out of date. */
export async function viewGovernance(ctx: Context): Promise<Governance> {
  const gates = new Map((await listGates(ctx)).map(({ key, state }) => [key, state]));
  return {
    earnedOf: once((scope: ScopeKey) => getEarned(ctx, scope)),
    gateOf: async (key) => (key === null ? null : { key, state: gates.get(key) ?? "unset" }),
    stopOf: stopsOf(() => readStops(ctx)),
  };
}

function stopsOf(read: () => Promise<Stops>): Governance["stopOf"] {
  let stops: Promise<Stops> | null = null;
  return async (place) => {
    stops ??= read();
    const stop = (await stops).at(place);
    return stop && stopSentence(stop);
  };
}

function once<Key, Value>(read: (key: Key) => Promise<Value>): (key: Key) => Promise<Value> {
  const known = new Map<string, Promise<Value>>();
  return (key) => {
    const name = JSON.stringify(key);
    const value = known.get(name) ?? read(key);
    known.set(name, value);
    return value;
  };
}
