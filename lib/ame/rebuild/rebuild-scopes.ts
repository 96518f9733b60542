import { recordAudit } from "@/lib/audit/record-audit";
import type { Context, TransactionContext } from "@/lib/kernel/context";
import { forTenant } from "@/lib/kernel/for-tenant";
import { requirePermission } from "@/lib/kernel/permissions";
import { inTransaction, keepBooks } from "@/lib/kernel/transaction";
import { labelOf } from "../promote-scope";
import type { HeldScope } from "../scope";
import { figuresOf } from "../scope-figures";
import { holdScopeById, saveScope } from "../scope-repository";
import { type Difference, differencesOf } from "./differences-of";
import { findEventsOfScope, findScopeIds } from "./rebuild-repository";
import { replayScope } from "./replay-scope";

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
 * Each scope stands still while it is looked at.
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
  const found = await keepBooks(ctx, (tx) => lookAt(tx, id));
  if (!isMended || !found || found.differences.length === 0) {
    return found;
  }
  return inTransaction(ctx, (tx) => mend(tx, id));
}

async function lookAt(tx: TransactionContext, id: number): Promise<RebuiltScope | null> {
  const held = await holdScopeById(tx, id);
  return held && (await compareHeld(tx, held)).rebuilt;
}

async function mend(tx: TransactionContext, id: number): Promise<RebuiltScope | null> {
  const held = await holdScopeById(tx, id);
  if (!held) {
    return null;
  }
  const before = { stage: held.stage, figures: figuresOf(held) };
  const { replay, rebuilt } = await compareHeld(tx, held);
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

async function compareHeld(tx: TransactionContext, held: HeldScope) {
  const replayer = replayScope(held);
  let [events, afterId] = [0, 0];
  for (;;) {
    const page = await findEventsOfScope(tx, held.id, { afterId, limit: EVENTS_AT_ONCE });
    for (const event of page) {
      replayer.add(event);
    }
    events += page.length;
    afterId = page.at(-1)?.id ?? afterId;
    if (page.length < EVENTS_AT_ONCE) {
      break;
    }
  }
  const replay = replayer.end();
  const { id } = held;
  const differences = differencesOf(held, replay);
  const { tenantId } = tx;
  return { replay, rebuilt: { id, tenantId, label: labelOf(held), events, differences } };
}
