import { z } from "zod";
import { AppError, invalidField } from "@/lib/kernel/app-error";
import { toldValue } from "@/lib/kernel/told-value";
import { findQueue, findTransition, nextForward, nextTransitions } from "@/lib/packs/find-pack";
import type { Transition } from "@/lib/packs/pack";
import { readCaseAttributes } from "@/lib/packs/read-case-attributes";
import { toldRejectCodes } from "@/lib/packs/told-reject-codes";
import { defineAction, type Subject } from "../action";
import { inverseEffects } from "../inverse-effects";
import { STEP_ACTION } from "../step-action";

const REVERSIBLE_FOR_MINUTES = 15;

/** Moves a case to a queue that its pack allows next. */
export const advanceQueue = defineAction({
  type: STEP_ACTION,
  description: "Move the case to its next queue",
  payload: z.object({
    to_queue: z.string().max(100).optional(),
    /** where the caller believes the case stands; checked, never trusted */
    from_queue: z.string().max(100).optional(),
  }),
  reversibleForMinutes: REVERSIBLE_FOR_MINUTES,
  plan(subject, payload) {
    refuseOtherQueue(subject, payload.from_queue);
    const transition = transitionOf(subject, payload.to_queue);
    refuseRejectedClaim(subject, transition);
    return {
      effects: [{ kind: "move_case", from: transition.from, to: transition.to }],
      gate: transition.gate,
      decidedWith: transition.decidedWith,
    };
  },
  compensate: inverseEffects,
  suggest(subject) {
    const { pack, case: one } = subject;
    const transition = isRejected(subject)
      ? findTransition(pack, one.queue, pack.rejectionQueue)
      : nextForward(pack, one.queue);
    if (!transition) {
      return null;
    }
    const label = findQueue(pack, transition.to)?.label ?? transition.to;
    return {
      label: `Move to ${label.toLowerCase()}`,
      payload: { to_queue: transition.to },
      reason: reasonFor(subject, transition),
    };
  },
});

function refuseOtherQueue({ case: one }: Subject, from: string | undefined): void {
  if (from !== undefined && from !== one.queue) {
    throw new AppError(
      "conflict",
      `Case ${one.id} is in ${one.queue}, not ${toldValue(from)}; reload it and propose anew.`,
    );
  }
}

function transitionOf({ pack, case: one }: Subject, to: string | undefined): Transition {
  const allowed = nextTransitions(pack, one.queue);
  if (allowed.length === 0) {
    throw new AppError("conflict", `Case ${one.id} is in ${one.queue}, the end of its way.`);
  }
  const transition =
    to === undefined ? nextForward(pack, one.queue) : findTransition(pack, one.queue, to);
  if (!transition) {
    const queues = allowed.map((next) => next.to).join(" or ");
    throw invalidField(
      "body.payload.to_queue",
      "transition",
      `A case in ${one.queue} cannot go to ${to === undefined ? "a next queue" : toldValue(to)}; it can go to ${queues}.`,
    );
  }
  return transition;
}

/** The payer's answer, or a code that still stands where claims are entered and rejects are worked. */
function isRejected({ pack, case: one }: Subject): boolean {
  const isWorkedHere = [pack.defaultQueue, pack.rejectionQueue].includes(one.queue);
  return (
    one.insurance === "rejected" || (isWorkedHere && toldRejectCodes(one.attributes).length > 0)
  );
}

/** A rejected claim is worked on first; nothing is filled on it. */
function refuseRejectedClaim(subject: Subject, transition: Transition): void {
  const { pack, case: one } = subject;
  if (!isRejected(subject) || transition.to === pack.rejectionQueue) {
    return;
  }
  const nextStep =
    one.queue === pack.rejectionQueue
      ? "resolve it with resolve_rejection"
      : `move the case to ${pack.rejectionQueue} first`;
  throw new AppError("conflict", `The claim of case ${one.id} was rejected; ${nextStep}.`);
}

function reasonFor(subject: Subject, transition: Transition): string {
  if (transition.to === subject.pack.rejectionQueue) {
    return "The payer rejected the claim, so it cannot go forward.";
  }
  const { blocker } = readCaseAttributes(subject.case.attributes);
  if (blocker) {
    return `It is the next step, but something is in its way: ${blocker}.`;
  }
  const open = subject.tasks.filter((task) => task.state !== "completed").length;
  if (open > 0) {
    return `It is the next step, but ${open} ${open === 1 ? "task is" : "tasks are"} still open.`;
  }
  return subject.tasks.length > 0
    ? "All its tasks are done, and this is the next step."
    : "This is the next step, and no task stands in its way.";
}
