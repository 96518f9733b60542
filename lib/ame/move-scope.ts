import { recordAudit } from "@/lib/audit/record-audit";
import type { JsonObject } from "@/lib/contracts/common";
import { AppError } from "@/lib/kernel/app-error";
import type { TransactionContext } from "@/lib/kernel/context";
import { describeMissing } from "./describe-condition";
import type { ScopeEventType } from "./evidence";
import { insertScopeEvent } from "./insert-scope-event";
import type { HeldScope, Scope } from "./scope";
import { figuresOf } from "./scope-figures";
import { saveScope } from "./scope-repository";
import { restart } from "./trust/certificate";
import { newLedger } from "./trust/ledger";
import { acts, conditionsForNext, dropToObserve, enterStage, promote } from "./trust/stages";
import type { TrustConfig } from "./trust/trust-config";
import { type TrustOverrides, trustConfigOf } from "./trust-config-of";

export interface Why {
  reasonCode: string;
  reason: string;
}

/**
 * One stage up, because people have approved what the evidence allows; the scope is held.
 * @throws AppError conflict when a condition is not met (any more)
 */
export async function promoteHeld(
  tx: TransactionContext,
  held: HeldScope,
  why: Why & { requestedBy: string },
): Promise<void> {
  const figures = figuresOf(held);
  const change = promote(held.state, held.config);
  if (!change) {
    throw notReady(held);
  }
  const people = { requested_by: why.requestedBy, approved_by: tx.actor.id };
  await keepMove(tx, held, "promoted", { ...change, ...people, figures });
  await recordAudit(tx, {
    action: "trust.promote",
    ...subjectOf(held),
    ...why,
    before: { stage: change.from },
    after: { stage: change.to, evidence: change.reason, ...people, ...placeOf(held), figures },
  });
}

/** A named person takes the risk of a fresh harm budget; the scope is held. */
export async function renewHeld(tx: TransactionContext, held: HeldScope, why: Why): Promise<void> {
  const figures = figuresOf(held);
  held.state.ledger = newLedger(held.config);
  await keepMove(tx, held, "renewed", { reason: why.reason, figures });
  await recordAudit(tx, {
    action: "trust.renew",
    ...subjectOf(held),
    ...why,
    before: figures,
    after: { ...placeOf(held), figures: figuresOf(held) },
  });
}

/**
 * Another tolerance, of which nothing is proved yet; the scope is held.
 * @throws AppError conflict where nothing changes
 */
export async function configureHeld(
  tx: TransactionContext,
  held: HeldScope,
  overrides: TrustOverrides,
  why: Why,
): Promise<void> {
  const before = { ...figuresOf(held), stage: held.stage };
  if (isSameTolerance(overrides, held.overrides)) {
    throw new AppError(
      "conflict",
      `Scope ${held.id} tolerates exactly that already; its proof goes on.`,
    );
  }
  const config = trustConfigOf(held, overrides, held.config.awaitsApproval);
  restart(held.state.certificate);
  if (acts(held.state.stage) && isStricter(config, held.config)) {
    enterStage(held.state, "propose", why.reason);
  }
  Object.assign(held, { overrides, config });
  const [from, to] = [held.stage, held.state.stage];
  const context = { overrides: { ...overrides }, from, to, reason: why.reason };
  await keepMove(tx, held, "configured", context);
  await recordAudit(tx, {
    action: "trust.configure",
    ...subjectOf(held),
    ...why,
    before,
    after: { ...figuresOf(held), stage: to, ...placeOf(held) },
  });
}

function isSameTolerance(one: TrustOverrides, other: TrustOverrides): boolean {
  return one.alpha === other.alpha && one.harmBudget === other.harmBudget;
}

function isStricter(wanted: TrustConfig, now: TrustConfig): boolean {
  return wanted.alpha < now.alpha || wanted.harmBudget < now.harmBudget;
}

/** A kill switch takes all trust away; what was proved must be proved anew. The scope is held. */
export async function stopHeld(
  tx: TransactionContext,
  held: HeldScope,
  { engagedAt, ...why }: Why & { engagedAt: Date },
): Promise<void> {
  const figures = figuresOf(held);
  const from = held.stage;
  dropToObserve(held.state, why.reason);
  // Not before the stop, however the clocks of the nodes differ: it would be found again.
  held.stoppedAt = tx.now() < engagedAt ? engagedAt : tx.now();
  await keepMove(tx, held, "stopped", { from, to: "observe", reason: why.reason, figures });
  await recordAudit(tx, {
    action: "trust.stop",
    ...subjectOf(held),
    ...why,
    before: { stage: from, figures },
    after: { stage: "observe", ...placeOf(held) },
  });
}

/** @returns what the next stage still asks for, as an error */
export function notReady({ id, state, config }: Scope): AppError {
  const next = conditionsForNext(state, config);
  const missing = next ? describeMissing(next.conditions) : "it stands at the highest stage";
  return new AppError(
    "conflict",
    `Scope ${id} may go no further now: ${missing}. See GET /api/ame/scopes/${id}/certificate.`,
  );
}

async function keepMove(
  tx: TransactionContext,
  held: HeldScope,
  eventType: Exclude<ScopeEventType, "demoted">,
  context: JsonObject,
): Promise<void> {
  if (held.stage !== held.state.stage) {
    held.stage = held.state.stage;
    held.stageChangedAt = tx.now();
  }
  await saveScope(tx, held);
  await insertScopeEvent(tx, held, eventType, context);
}

function subjectOf({ id, siteId }: HeldScope) {
  return { subject: { type: "trust_scope", id }, siteId };
}

function placeOf({ queue, actionType }: HeldScope): JsonObject {
  return { queue, action_type: actionType };
}
