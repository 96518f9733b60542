import { recordAudit } from "@/lib/audit/record-audit";
import type { JsonObject } from "@/lib/contracts/common";
import type { Drill, DrillAnswer } from "@/lib/contracts/kill-switch";
import { isAppError } from "@/lib/kernel/app-error";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { inTransaction, keepBooks } from "@/lib/kernel/transaction";
import { beginChange } from "../head-repository";
import { assertRunning } from "./assert-running";
import { assertSiteKnown } from "./assert-site-known";
import { type Place, type Scope, scopeId, siteOf } from "./kill-switch";
import { endDrill, findSwitch, startDrill } from "./kill-switch-repository";
import { parseScope } from "./parse-scope";
import { requireScope } from "./require-scope";

/** A drill whose process dies is over after so long. */
const DRILL_MS = 10_000;

/**
 * Stops a scope for a moment, in earnest: what would be executed there meanwhile is refused. Measures
 * how long it takes until nothing that was at work can commit any more, on every node, for this waits
 * for the lock that they hold while they commit, and until an execution that is tried is refused.
 * @throws AppError invalid for a scope that there is not
 */
export async function drillKillSwitch(
  ctx: Context,
  input: Drill,
  actionTypes: readonly string[],
): Promise<DrillAnswer> {
  requirePermission(ctx, "automation:stop");
  const scope = parseScope(input.scope, actionTypes);
  requireScope(ctx, scope);
  const orderedAt = ctx.now();
  const msSince = () => ctx.now().getTime() - orderedAt.getTime();
  const { until, wasEngaged } = await stop(ctx, scope, input.reason);
  try {
    const inFlightEnded = msSince();
    const probeDetail = await probe(ctx, scope);
    const probeRefused = msSince();
    await letGo(ctx, scope, {
      until,
      reason: input.reason,
      after: {
        probe: "refused",
        ms_until_in_flight_ended: inFlightEnded,
        ms_until_probe_refused: probeRefused,
      },
    });
    return {
      ok: true,
      scope,
      probe: "refused",
      probe_detail: probeDetail,
      ms_until_in_flight_ended: inFlightEnded,
      ms_until_probe_refused: probeRefused,
      ms_until_released: msSince(),
      was_engaged: wasEngaged,
    };
  } catch (error) {
    await letGo(ctx, scope, { until, reason: input.reason, after: { probe: "failed" } });
    throw error;
  }
}

function stop(ctx: Context, scope: Scope, reason: string) {
  return inTransaction(
    ctx,
    async (tx) => {
      await beginChange(tx);
      await assertSiteKnown(tx, scope);
      // Counted from when the lock was had, not from when it was asked for.
      const until = new Date(ctx.now().getTime() + DRILL_MS);
      const before = await findSwitch(tx, scope);
      await startDrill(tx, scope, { until, reason });
      await recordAudit(tx, {
        action: "kill_switch.drill_begin",
        subject: { type: "kill_switch", id: scopeId(scope) },
        ...siteOf(scope),
        reason,
        after: { until: until.toISOString() },
      });
      return { until, wasEngaged: before?.isEngaged ?? false };
    },
    { isUrgent: true },
  );
}

/** Does what every execution does before it takes effect. @returns the words of its refusal */
async function probe(ctx: Context, scope: Scope): Promise<string> {
  try {
    await keepBooks(ctx, (tx) => assertRunning(tx, placeIn(scope)));
  } catch (error) {
    if (isAppError(error) && error.code === "blocked") {
      return error.message;
    }
    throw error;
  }
  throw new Error(`An execution was let through while ${scopeId(scope)} was stopped for a drill`);
}

function letGo(
  ctx: Context,
  scope: Scope,
  { until, reason, after }: { until: Date; reason: string; after: JsonObject },
): Promise<void> {
  return inTransaction(
    ctx,
    async (tx) => {
      await beginChange(tx);
      await endDrill(tx, scope, until);
      await recordAudit(tx, {
        action: "kill_switch.drill",
        subject: { type: "kill_switch", id: scopeId(scope) },
        ...siteOf(scope),
        reason,
        after,
      });
    },
    { isUrgent: true },
  );
}

/** Some place that the scope covers. */
function placeIn({ kind, key }: Scope): Place {
  const place: Place = { siteId: "", queue: "", actionType: "" };
  switch (kind) {
    case "chain":
      return place;
    case "site":
      return { ...place, siteId: key };
    case "queue":
      return { ...place, queue: key };
    case "action":
      return { ...place, actionType: key };
  }
}
