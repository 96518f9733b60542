import { LRUCache } from "lru-cache";
import type { Context } from "@/lib/kernel/context";
import { asOneTransaction } from "@/lib/kernel/transaction";
import { addressGroup } from "@/lib/platform/address-group";
import { processSingleton } from "@/lib/platform/process-singleton";
import { recordAudit } from "./record-audit";

const WINDOW_MS = 300_000;
/** of one caller in a window, here; the next entry says that more were refused than are told */
const TOLD_OF_KNOWN = 100;
const TOLD_OF_STRANGER = 20;
/** of all of them: addresses are cheap */
const TOLD_OF_STRANGERS = 1000;
const TOLD_OF_LIMITED = 0;
const CALLERS_KEPT = 10_000;

export interface RefusedCall {
  /** the contract's operation and path, never the address as it was sent */
  operationId: string;
  method: string;
  path: string;
  /** why, as an error code */
  code: string;
}

/**
 * Leaves an entry about a call that was refused, in a transaction of its own. A flood leaves one
 * entry more than is told of its caller, or of all strangers, in five minutes.
 * @throws AppError unavailable when the trail cannot be written; then the refusal must not stand alone
 */
export async function recordRefusedCall(ctx: Context, denial: RefusedCall): Promise<void> {
  const told = countDenial(ctx, denial.code);
  if (told.rest === "untold") {
    return;
  }
  try {
    await tell(ctx, denial, told);
  } catch (error) {
    // Else the caller would be left out for the rest of the window without an entry that says so.
    told.counts.forEach(takeBack);
    throw error;
  }
}

function tell(ctx: Context, denial: RefusedCall, { of, rest }: Told): Promise<void> {
  return asOneTransaction(ctx, async (tx) => {
    await recordAudit(tx, {
      action: "access.deny",
      subject: { type: "operation", id: denial.operationId },
      outcome: "denied",
      reasonCode: denial.code,
      after: {
        method: denial.method,
        path: denial.path,
        ...(rest === "to_come" && {
          more_are_not_told_until: endOfWindow(ctx),
          more_of: of,
        }),
      },
    });
  });
}

interface Window {
  startMs: number;
  count: number;
}

/** One refusal in one window. */
interface Counted {
  name: string;
  limit: number;
  startMs: number;
  rest: "none" | "to_come" | "untold";
}

type Told = { of: "caller" | "strangers"; rest: Counted["rest"]; counts: readonly Counted[] };

/** What is told of a caller is counted once more among all strangers, where it is one. */
function countDenial(ctx: Context, code: string): Told {
  const { name, limit, isStranger } = callerOf(ctx, code);
  const ofCaller = countOne(ctx, name, limit);
  if (!isStranger || ofCaller.rest === "untold") {
    return { of: "caller", rest: ofCaller.rest, counts: [ofCaller] };
  }
  const ofAll = countOne(ctx, "strangers", TOLD_OF_STRANGERS);
  const counts = [ofCaller, ofAll];
  return ofAll.rest === "none"
    ? { of: "caller", rest: ofCaller.rest, counts }
    : { of: "strangers", rest: ofAll.rest, counts };
}

function countOne(ctx: Context, name: string, limit: number): Counted {
  const startMs = startOfWindow(ctx);
  const known = windows().get(name);
  const count = known?.startMs === startMs ? known.count + 1 : 1;
  windows().set(name, { startMs, count });
  const restBeyond = count === limit + 1 ? "to_come" : "untold";
  return { name, limit, startMs, rest: count <= limit ? "none" : restBeyond };
}

/** Whoever was to announce the rest leaves that to the next one, even if others came in between. */
function takeBack({ name, limit, startMs, rest }: Counted): void {
  const known = windows().get(name);
  if (known?.startMs === startMs) {
    const most = rest === "to_come" ? limit : Number.POSITIVE_INFINITY;
    windows().set(name, { startMs, count: Math.min(known.count - 1, most) });
  }
}

function windows(): LRUCache<string, Window> {
  return processSingleton("denials", () => new LRUCache<string, Window>({ max: CALLERS_KEPT }));
}

interface Caller {
  name: string;
  limit: number;
  isStranger: boolean;
}

/** Strangers are told apart by the line they come over; all whose address nobody knows are one. */
function callerOf({ actor, tenantId, ip }: Context, code: string): Caller {
  const isStranger = actor.id === "anonymous";
  const caller = isStranger ? `address ${addressGroup(ip)}` : `actor ${tenantId} ${actor.id}`;
  if (code === "too_many_requests") {
    return { name: `limited ${caller}`, limit: TOLD_OF_LIMITED, isStranger };
  }
  return { name: caller, limit: isStranger ? TOLD_OF_STRANGER : TOLD_OF_KNOWN, isStranger };
}

function startOfWindow(ctx: Context): number {
  return Math.floor(ctx.now().getTime() / WINDOW_MS) * WINDOW_MS;
}

function endOfWindow(ctx: Context): string {
  return new Date(startOfWindow(ctx) + WINDOW_MS).toISOString();
}
