import { ROLES } from "@/lib/contracts/role";
import { mayActByItself } from "@/lib/governance/decide-mode";
import { AppError } from "@/lib/kernel/app-error";
import { assertAllowedAtAll, assertPolicy, doerOf } from "@/lib/kernel/assert-policy";
import {
  type Authority,
  asPerson,
  authorityOf,
  isMachine,
  type PersonAuthority,
} from "@/lib/kernel/authority";
import type { Context } from "@/lib/kernel/context";
import type { PolicyStep } from "@/lib/packs/policy/acts-of-step";
import { judgePolicy } from "@/lib/packs/policy/judge-policy";
import type { Draft, Subject } from "./action";
import { type Act, capOfAct } from "./cap-of-act";

// Not exported, so that a plan can only come from `sealPlan`.
const human: unique symbol = Symbol("human");
const automatable: unique symbol = Symbol("automatable");

interface PlanParts extends Readonly<Draft> {
  readonly step: PolicyStep;
  readonly act: Act;
}

/** What only a person carries out: a clinical judgement, or anything else that N1–N14 keep from machines. */
export interface HumanPlan extends PlanParts {
  readonly kind: "human";
  readonly [human]: true;
}

/** What automation may carry out where it has earned it. */
export interface AutomatablePlan extends PlanParts {
  readonly kind: "automatable";
  readonly [automatable]: true;
}

export type Plan = HumanPlan | AutomatablePlan;

/** A plan with the authority that it takes; there is no way to pair a human plan with a machine's. */
export type Executable =
  | { plan: HumanPlan; by: PersonAuthority }
  | { plan: AutomatablePlan; by: Authority };

/**
 * Says of a draft who may carry it out.
 * @throws AppError blocked when the law denies it to everyone
 */
export function sealPlan(subject: Subject, act: Act, draft: Draft): Plan {
  const { pack, case: one } = subject;
  const step = stepOf(subject, draft);
  assertAllowedAtAll(subject, subject, step);
  const given = { pack, attributes: one.attributes, doer: "machine", now: subject.now() } as const;
  return step.isClinical || judgePolicy(given, step)
    ? { ...draft, act, step, kind: "human", [human]: true }
    : { ...draft, act, step, kind: "automatable", [automatable]: true };
}

/** Who has approved a plan, as it was kept then. */
export interface Approver {
  actorId: string;
  actorRole: string;
}

/**
 * Pairs the plan with whoever acts: who approves it, runs it, or does both in one act.
 * @param approver who has approved it; what a pharmacist has approved, another person may run, and
 *   what a person has, a machine beyond its cap
 * @throws AppError blocked or forbidden when N1–N14 deny it to them, blocked when a machine would
 *   decide what the law caps below guarded_auto
 */
export function authorizePlan(
  ctx: Pick<Context, "actor" | "now">,
  subject: Subject,
  plan: Plan,
  approver: Approver | null,
): Executable {
  const doer = doerOf(ctx);
  assertPolicy(
    ctx,
    subject,
    plan.step,
    doer === "person" && isPharmacist(approver) ? "pharmacist" : doer,
  );
  if (isMachine(ctx) && !isPerson(approver)) {
    assertWithinCap(subject, plan.act);
  }
  return plan.kind === "human" ? { plan, by: asPerson(ctx) } : { plan, by: authorityOf(ctx) };
}

/** Nobody but the machine has decided, so it goes no further than a rule would. */
function assertWithinCap({ pack, case: one }: Subject, act: Act): void {
  const { cap, sources } = capOfAct(pack, one, act);
  if (!mayActByItself(cap)) {
    throw new AppError(
      "blocked",
      `The law caps this at ${cap} [${sources.join("; ")}]. Propose it, and leave the decision to a signed-in person.`,
      [],
      { denial: { rules: ["cap"], act: act.type, caseId: one.id, siteId: one.siteId } },
    );
  }
}

function isPerson(approver: Approver | null): approver is Approver {
  return approver?.actorId.startsWith("user:") ?? false;
}

function isPharmacist(approver: Approver | null): boolean {
  const role = ROLES.find((one) => one === approver?.actorRole);
  return (
    isPerson(approver) &&
    role !== undefined &&
    doerOf({ actor: { kind: "user", id: approver.actorId, role } }) === "pharmacist"
  );
}

/** What the effects do to the case, whatever the action calls itself. */
function stepOf({ case: one, tasks }: Subject, draft: Draft): PolicyStep {
  const { effects } = draft;
  const set = effects.flatMap((effect) => (effect.kind === "set_attributes" ? [effect.after] : []));
  const resolution = set.map((after) => after["resolution"]).find((value) => value != null);
  const done = effects.flatMap((effect) =>
    effect.kind === "set_task_state" && effect.to === "completed" ? [effect.taskId] : [],
  );
  return {
    queue: one.queue,
    moves: effects.flatMap((effect) => (effect.kind === "move_case" ? [effect] : [])),
    changes: set.flatMap((after) => Object.keys(after)),
    resolution: typeof resolution === "string" ? resolution : null,
    evidence: draft.evidence ?? "",
    isRenewal: effects.some(
      (effect) => effect.kind === "send" && effect.topic === "prescriber.renewal_request",
    ),
    completes: tasks.filter(({ id }) => done.includes(id)).map(({ name }) => name),
    isClinical: draft.decidedWith === "clinical:decide",
  };
}
