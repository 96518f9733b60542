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
  await asOneTransaction(ctx, (tx) =>
    recordAudit(tx, {
      action: "access.deny",
      subject: { type: "operation", id: denial.operationId },
      outcome: "denied",
      reasonCode: denial.code,
      after: {
        method: denial.method,
        path: denial.path,
        ...(told.rest === "to_come" && {
          more_are_not_told_until: endOfWindow(ctx),
          more_of: told.of,
        }),
      },
    }),
  );
}

interface Window {
  startMs: number;
  count: number;
}

type Told = { of: "caller" | "strangers"; rest: "none" | "to_come" | "untold" };

/** What is told of a caller is counted once more among all strangers, where it is one. */
function countDenial(ctx: Context, code: string): Told {
  const { name, limit, isStranger } = callerOf(ctx, code);
  const ofCaller = countOne(ctx, name, limit);
  if (!isStranger || ofCaller === "untold") {
    return { of: "caller", rest: ofCaller };
  }
  const ofAll = countOne(ctx, "strangers", TOLD_OF_STRANGERS);
  return ofAll === "none" ? { of: "caller", rest: ofCaller } : { of: "strangers", rest: ofAll };
}

function countOne(ctx: Context, name: string, limit: number): Told["rest"] {
  const windows = processSingleton(
    "denials",
    () => new LRUCache<string, Window>({ max: CALLERS_KEPT }),
  );
  const startMs = startOfWindow(ctx);
  const known = windows.get(name);
  const count = known?.startMs === startMs ? known.count + 1 : 1;
  windows.set(name, { startMs, count });
  if (count <= limit) {
    return "none";
  }
  return count === limit + 1 ? "to_come" : "untold";
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
