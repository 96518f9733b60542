import { recordAudit } from "@/lib/audit/record-audit";
import { retireOutdatedProposals } from "@/lib/automation/retire-outdated-proposals";
import { runRules } from "@/lib/automation/run-rules";
import { compareWithHand, type Foretold, foretell } from "@/lib/automation/shadow";
import type { JsonObject } from "@/lib/contracts/common";
import type { InsuranceState, WorkflowAnswer } from "@/lib/contracts/workflow";
import { assertGateNotRevoked } from "@/lib/governance/assert-gate-not-revoked";
import { AppError } from "@/lib/kernel/app-error";
import { assertAllowedAtAll, assertPolicy } from "@/lib/kernel/assert-policy";
import type { TransactionContext } from "@/lib/kernel/context";
import { findTransition } from "@/lib/packs/find-pack";
import { KROGER } from "@/lib/packs/kroger/pack";
import type { Transition } from "@/lib/packs/pack";
import { NO_STEP } from "@/lib/packs/policy/acts-of-step";
import type { Case } from "@/lib/workflows/case";
import { readWorkflow } from "@/lib/workflows/get-workflow";
import { lockCase } from "@/lib/workflows/lock-case";
import { writeCase } from "@/lib/workflows/write-case";
import { completeTasksNamed } from "@/lib/workflows/write-task";

/** A step that a person has taken in another system and that the tower is told of. */
export interface KrogerStep {
  action: string;
  /** the queues to walk through; the case stands in any but the last, or in the only one and stays */
  way: readonly string[];
  event: { type: string; payload: JsonObject };
  insurance?: InsuranceState;
  attributes?: JsonObject;
  /** names of the attributes that are on file and would be overwritten with something else */
  changes?: readonly string[];
  /** name of the task that is done with this step, where the case has it */
  completes?: string;
  reason?: string;
  /** true when what was proposed before must not run any more, although the case stays */
  endsProposals?: boolean;
  /** the prescriber was asked for a renewal, and has given one */
  isRenewal?: boolean;
  /** what the audit entry says beside queue and insurance */
  detail?: JsonObject;
}

/**
 * Records the step and moves the case along its pack's transitions; part of the caller's transaction.
 * Who has done it answers for it elsewhere; what the law denies to everyone is refused here too, and
 * a step whose gate somebody has revoked.
 * @throws AppError not_found, conflict when the case does not stand on the way, or blocked
 */
export async function takeKrogerStep(
  tx: TransactionContext,
  caseId: number,
  plan: (one: Case) => KrogerStep,
): Promise<WorkflowAnswer> {
  const before = await lockCase(tx, caseId);
  const step = plan(before);
  const hops = hopsOf(before, step.way);
  await assertMayBeTold(tx, before, step, hops);
  const foretold = await foretellStep(tx, before, step, hops);
  const after = await writeCase(tx, before, {
    // Entering a queue, even the same one again, makes what was proposed before it stale.
    ...((hops.length > 0 || step.endsProposals) && { queue: hops.at(-1)?.to ?? before.queue }),
    ...(step.insurance && { insurance: step.insurance }),
    ...(step.attributes && { attributes: step.attributes }),
    events: [
      { eventType: step.event.type, payload: step.event.payload },
      ...hops.map(({ from, to }) => ({
        eventType: "queue_changed",
        payload: { from, to, by: step.action },
      })),
    ],
  });
  await compareWithHand(tx, foretold, hops[0]?.to ?? null);
  const completed = await completeTasksOf(tx, caseId, step);
  const outdated = await retireOutdatedProposals(tx, after);
  await recordAudit(tx, {
    action: step.action,
    subject: { type: "case", id: caseId },
    caseId,
    siteId: before.siteId,
    ...(step.reason && { reason: step.reason }),
    before: { queue: before.queue, insurance: before.insurance },
    after: {
      queue: after.queue,
      insurance: after.insurance,
      outdated_proposals: outdated,
      ...(completed && { completed_tasks: completed }),
      ...step.detail,
    },
  });
  await runRules(tx, caseId, {
    change: "step_reported",
    eventTypes: [
      step.event.type,
      ...(hops.length > 0 ? ["queue_changed"] : []),
      ...(after.insurance === before.insurance ? [] : ["insurance_changed"]),
      ...(completed ? ["task_state_set"] : []),
    ],
  });
  return readWorkflow(tx, caseId);
}

/** @throws AppError blocked by what the law denies to whoever tells of it, or by a revoked gate */
async function assertMayBeTold(
  tx: TransactionContext,
  before: Case,
  step: KrogerStep,
  hops: readonly Transition[],
): Promise<void> {
  const judged = { pack: KROGER, case: before };
  const here = { ...NO_STEP, queue: before.queue };
  assertAllowedAtAll(tx, judged, { ...here, moves: hops, isRenewal: step.isRenewal ?? false });
  assertPolicy(tx, judged, { ...here, changes: step.changes ?? [] });
  for (const { gate } of hops) {
    await assertGateNotRevoked(tx, gate);
  }
}

/** What the rules would have proposed, had they known what the person knew; null when nothing moves. */
async function foretellStep(
  tx: TransactionContext,
  before: Case,
  { insurance }: KrogerStep,
  hops: readonly Transition[],
): Promise<Foretold | null> {
  if (hops.length === 0) {
    return null;
  }
  return foretell(tx, insurance ? { ...before, insurance } : before);
}

/** null when the case has no open task that is done with this step */
async function completeTasksOf(
  tx: TransactionContext,
  caseId: number,
  { completes: name }: KrogerStep,
): Promise<{ name: string; ids: number[] } | null> {
  if (name === undefined) {
    return null;
  }
  const ids = await completeTasksNamed(tx, caseId, name);
  return ids.length > 0 ? { name, ids } : null;
}

/** The pack's transitions that are still ahead on the way. */
function hopsOf(one: Case, way: readonly string[]): Transition[] {
  const starts = way.length === 1 ? way : way.slice(0, -1);
  const at = starts.indexOf(one.queue);
  if (at === -1) {
    throw new AppError(
      "conflict",
      `Case ${one.id} is in ${one.queue}; this step starts from ${starts.join(" or ")}.`,
    );
  }
  return way.slice(at + 1).map((to, i) => {
    const from = way[at + i] ?? one.queue;
    const transition = findTransition(KROGER, from, to);
    if (!transition) {
      throw new Error(`The pack has no step from ${from} to ${to}`);
    }
    return transition;
  });
}
