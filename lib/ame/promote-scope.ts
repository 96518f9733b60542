import type { JsonObject } from "@/lib/contracts/common";
import { toWords } from "@/lib/format/words";
import { AppError } from "@/lib/kernel/app-error";
import type { Context, TransactionContext } from "@/lib/kernel/context";
import type { Stage } from "@/lib/packs/pack";
import { notReady, promoteHeld, type Why } from "./move-scope";
import type { HeldScope, Scope } from "./scope";
import { figuresOf } from "./scope-figures";
import { getScopeRow, holdScopeById } from "./scope-repository";
import { conditionsForNext } from "./trust/stages";

/** What people approve: a scope's next stage, with the figures that speak for it. */
export interface Promotion {
  siteId: string;
  /** e.g. "Advance queue in data entry at store-7" */
  label: string;
  from: Stage;
  to: Stage;
  figures: JsonObject;
}

/** @throws AppError not_found, also at a site that the credentials do not cover */
export async function getTrustScope(ctx: Context, id: number): Promise<Scope> {
  return orNotFound(await getScopeRow(ctx, id), id);
}

/** The same, for whoever is going to change it: others wait until the transaction ends. */
export async function holdTrustScope(tx: TransactionContext, id: number): Promise<HeldScope> {
  return orNotFound(await holdScopeById(tx, id), id);
}

/** Pure: the step that waits for people. @throws AppError conflict when it is not ready for one */
export function promotionOf(scope: Scope): Promotion {
  const { siteId, stage: from, state, config } = scope;
  const next = conditionsForNext(state, config);
  if (!next?.conditions.every(({ isMet }) => isMet)) {
    throw notReady(scope);
  }
  return { siteId, label: wordsOf(scope), from, to: next.to, figures: figuresOf(scope) };
}

/**
 * Takes the step that somebody has asked for and the actor has approved.
 * @throws AppError not_found, conflict when the scope has moved or is not ready any more
 */
export async function promoteScope(
  tx: TransactionContext,
  id: number,
  { from, ...why }: Why & { requestedBy: string; from: string },
): Promise<void> {
  const held = await holdTrustScope(tx, id);
  if (held.stage !== from) {
    throw new AppError(
      "conflict",
      `Scope ${id} stands at ${held.stage} now, not at ${from}; refuse this request, and ask anew.`,
    );
  }
  await promoteHeld(tx, held, why);
}

/** Of a scope, for people. */
function wordsOf({ actionType, queue, siteId, roleContext }: Scope): string {
  const role = roleContext === "" ? "" : ` as ${roleContext}`;
  return `${toWords(actionType)} in ${toWords(queue).toLowerCase()} at ${siteId}${role}`;
}

export function labelOf({ actionType, queue, siteId, roleContext }: Scope): string {
  const role = roleContext === "" ? "" : ` as ${roleContext}`;
  return `${actionType} in ${queue} at ${siteId}${role}`;
}

function orNotFound<Found extends Scope>(scope: Found | null, id: number): Found {
  if (!scope) {
    throw new AppError(
      "not_found",
      `Trust scope ${id} not found; list them at GET /api/ame/scopes.`,
    );
  }
  return scope;
}
