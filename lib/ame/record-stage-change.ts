import { recordAudit } from "@/lib/audit/record-audit";
import type { TransactionContext } from "@/lib/kernel/context";
import { STAGES } from "@/lib/packs/pack";
import { insertScopeEvent } from "./insert-scope-event";
import type { HeldScope } from "./scope";
import { figuresOf } from "./scope-figures";
import type { StageChange } from "./trust/trust-state";

/** Who moved it when nobody asked: the evidence did. */
const ENGINE = { kind: "system", id: "ame", role: "read_only" } as const;

/** Keeps with the evidence and in the audit trail that evidence has moved a scope, with the figures. */
export async function recordStageChange(
  tx: TransactionContext,
  held: HeldScope,
  change: StageChange,
): Promise<void> {
  const byEngine: TransactionContext = { ...tx, actor: ENGINE };
  const isUp = STAGES.indexOf(change.to) > STAGES.indexOf(change.from);
  const figures = figuresOf(held);
  await insertScopeEvent(byEngine, held, isUp ? "promoted" : "demoted", { ...change, figures });
  await recordAudit(byEngine, {
    action: isUp ? "trust.promote" : "trust.demote",
    subject: { type: "trust_scope", id: held.id },
    siteId: held.siteId,
    reason: change.reason,
    before: { stage: change.from },
    after: { stage: change.to, queue: held.queue, action_type: held.actionType, figures },
  });
}
