import { recordAudit } from "@/lib/audit/record-audit";
import type { Context, TransactionContext } from "@/lib/kernel/context";
import { forTenant } from "@/lib/kernel/for-tenant";
import { requirePermission } from "@/lib/kernel/permissions";
import { inTransaction, keepBooks } from "@/lib/kernel/transaction";
import { labelOf } from "../promote-scope";
import type { HeldScope } from "../scope";
import { figuresOf } from "../scope-figures";
import { getScopeRow, holdScopeById, saveScope } from "../scope-repository";
import { type Difference, differencesOf } from "./differences-of";
import { findEventsOfScope, findScopeIds } from "./rebuild-repository";
import { type Replayer, replayScope } from "./replay-scope";

/** What came of one scope. */
export interface RebuiltScope {
  id: number;
  tenantId: string;
  label: string;
  events: number;
  differences: Difference[];
}

const SCOPES_AT_ONCE = 100;
const EVENTS_AT_ONCE = 2_000;

/**
 * Computes every scope of every tenant anew from its events and tells where it is something else.
 * Each scope goes on learning while most of its events are read, and stands still for the last of them.
 * @param isMended true to keep what the events say where they say something else
 */
export async function rebuildScopes(
  ctx: Context,
  isMended: boolean,
  report: (scope: RebuiltScope) => void,
): Promise<void> {
  requirePermission(ctx, "trust:manage");
  let afterId = 0;
  for (;;) {
    const scopes = await findScopeIds(ctx, afterId, SCOPES_AT_ONCE);
    for (const { id, tenantId } of scopes) {
      const rebuilt = await rebuildScope(forTenant(ctx, tenantId), id, isMended);
      if (rebuilt) {
        report(rebuilt);
      }
      afterId = id;
    }
    if (scopes.length < SCOPES_AT_ONCE) {
      return;
    }
  }
}

/** null when it has gone meanwhile */
async function rebuildScope(
  ctx: Context,
  id: number,
  isMended: boolean,
): Promise<RebuiltScope | null> {
  const scope = await getScopeRow(ctx, id);
  if (!scope) {
    return null;
  }
  const log = await readLog(ctx, id, { replayer: replayScope(scope), events: 0, afterId: 0 });
  const found = await keepBooks(ctx, (tx) => lookAt(tx, id, log));
  if (!isMended || !found || found.differences.length === 0) {
    return found;
  }
  return inTransaction(ctx, (tx) => mend(tx, id, log));
}

async function lookAt(
  tx: TransactionContext,
  id: number,
  log: ReadLog,
): Promise<RebuiltScope | null> {
  const held = await holdScopeById(tx, id);
  return held && (await compareHeld(tx, held, log)).rebuilt;
}

async function mend(
  tx: TransactionContext,
  id: number,
  log: ReadLog,
): Promise<RebuiltScope | null> {
  const held = await holdScopeById(tx, id);
  if (!held) {
    return null;
  }
  const before = { stage: held.stage, figures: figuresOf(held) };
  const { replay, rebuilt } = await compareHeld(tx, held, log);
  Object.assign(held, { ...replay, stage: replay.state.stage });
  await saveScope(tx, held);
  await recordAudit(tx, {
    action: "trust.rebuild",
    subject: { type: "trust_scope", id },
    siteId: held.siteId,
    reason: `${rebuilt.differences.length} figures were not what the events say`,
    before,
    after: { stage: held.stage, figures: figuresOf(held) },
  });
  return rebuilt;
}

/** What has been read of the events of a scope; it is added to. */
interface ReadLog {
  replayer: Replayer;
  events: number;
  /** id of the last one */
  afterId: number;
}

/** Reads on to the end. */
async function readLog(ctx: Context, id: number, log: ReadLog): Promise<ReadLog> {
  for (;;) {
    const page = await findEventsOfScope(ctx, id, { afterId: log.afterId, limit: EVENTS_AT_ONCE });
    for (const event of page) {
      log.replayer.add(event);
      log.afterId = event.id;
    }
    log.events += page.length;
    if (page.length < EVENTS_AT_ONCE) {
      return log;
    }
  }
}

async function compareHeld(tx: TransactionContext, held: HeldScope, log: ReadLog) {
  const { replayer, events } = await readLog(tx, held.id, log);
  const replay = replayer.end();
  const { id } = held;
  const differences = differencesOf(held, replay);
  const { tenantId } = tx;
  return { replay, rebuilt: { id, tenantId, label: labelOf(held), events, differences } };
}
