import { COLD_START } from "@/lib/ame/cold-start";
import type { Forecast } from "@/lib/ame/evidence";
import { getStanding } from "@/lib/ame/get-standing";
import { recordEvidence } from "@/lib/ame/record-evidence";
import { isMachine } from "@/lib/kernel/authority";
import type { TransactionContext } from "@/lib/kernel/context";
import type { Case } from "@/lib/workflows/case";
import { suggestActions } from "./action-registry";
import { featuresAt, scopeOf } from "./forecast-of";
import { loadSubject } from "./load-subject";
import { STEP_ACTION } from "./step-action";

/** What automation would have done with a case, kept before a person's own step is known to it. */
export interface Foretold {
  forecast: Forecast;
  /** the queue it would have moved the case to */
  to: string;
}

/**
 * In observe automation watches: what it would do with a case is stored before a person moves it by
 * hand. @returns null where it is asked for its proposals instead, or would do nothing
 */
export async function foretell(tx: TransactionContext, one: Case): Promise<Foretold | null> {
  const scope = scopeOf(one.siteId, one.queue, STEP_ACTION);
  if ((await getStanding(tx, scope)).stage !== "observe") {
    return null;
  }
  const subject = await loadSubject(tx, one, {});
  const step = suggestActions(subject).find(({ type }) => type === STEP_ACTION);
  const to = step?.payload["to_queue"];
  if (typeof to !== "string") {
    return null;
  }
  const forecast: Forecast = {
    proposalId: tx.newId(),
    scope,
    confidence: COLD_START.approveProbability,
    safety: COLD_START.safety,
    timeSavedSec: null,
    features: featuresAt(one, tx.now()),
    context: { shadow: true, case_id: one.id, to_queue: to },
  };
  await recordEvidence(tx, forecast, { kind: "proposed" });
  return { forecast, to };
}

/** Compares it with what was done; another system that tells of a person's step proves nothing. */
export async function compareWithHand(
  tx: TransactionContext,
  foretold: Foretold | null,
  movedTo: string | null,
): Promise<void> {
  if (!foretold || movedTo === null) {
    return;
  }
  const { forecast, to } = foretold;
  const isPerson = !isMachine(tx) && tx.keyId === undefined;
  await recordEvidence(tx, forecast, {
    kind: "decided",
    decision: to === movedTo ? "approve" : "reject",
    reason: `By hand the case went to ${movedTo}; automation would have moved it to ${to}`,
    excluded: isPerson ? null : "own_judgement",
  });
}
