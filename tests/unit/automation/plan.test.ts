import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Subject } from "@/lib/automation/action";
import {
  type ActionSuggestion,
  planAction,
  suggestActions,
} from "@/lib/automation/action-registry";
import type { applyPlan } from "@/lib/automation/apply-plan";
import { onAutomation } from "@/lib/automation/execution-mode";
import {
  type Approver,
  type AutomatablePlan,
  authorizePlan,
  type Executable,
  type HumanPlan,
  type Plan,
} from "@/lib/automation/plan";
import type { JsonObject } from "@/lib/contracts/common";
import { ROLES } from "@/lib/contracts/role";
import { isAppError } from "@/lib/kernel/app-error";
import { asAutomation, asPerson, type PersonAuthority } from "@/lib/kernel/authority";
import type { Actor } from "@/lib/kernel/context";
import { KROGER } from "@/lib/packs/kroger/pack";
import { REJECT_CODES } from "@/lib/packs/kroger/reject-codes";
import { makeSubject, makeTask, NOW } from "./subjects";

const MACHINES = (["api_key", "client", "system"] as const).flatMap((kind) =>
  ROLES.map((role): Actor => ({ kind, id: `${kind}:${role}`, role })),
);
const as = (actor: Actor) => ({ actor, now: () => NOW });

const anyAttributes: fc.Arbitrary<JsonObject> = fc.record({
  drug: fc.constantFrom(
    null,
    "pills",
    ...["C-II", "c4", "C-V", null, 3].map((schedule) => ({ name: "a", schedule })),
  ),
  reject_code: fc.constantFrom("", ...Object.keys(REJECT_CODES)),
  refills_remaining: fc.constantFrom(0, 2),
  refill_number: fc.constantFrom(null, 0, 4, 6),
  issued_at: fc.constantFrom(null, "2025-01-01", "2026-02-01"),
  epcs: fc.constantFrom(null, { altered: true }, { signed_by: "agent" }),
  origin: fc.constantFrom("electronic", "oral"),
  prescriber_answer: fc.constantFrom("Approved", "Replace"),
});
const anyAct = fc.oneof(
  fc.record({
    type: fc.constant("advance_queue"),
    payload: fc.constantFrom(...KROGER.queues.map(({ key }) => ({ to_queue: key })), {}),
  }),
  fc.record({
    type: fc.constant("resolve_rejection"),
    payload: fc.record({
      resolution: fc.constantFrom("override", "resubmit", "schedule_refill"),
      reason_code: fc.constant("other"),
      note: fc.constantFrom("", "lost on the way"),
    }),
  }),
  fc.record({ type: fc.constant("complete_task"), payload: fc.constant({ task_id: 1 }) }),
  fc.record({ type: fc.constant("request_renewal"), payload: fc.constant({}) }),
  fc.record({
    type: fc.constant("notify_patient"),
    payload: fc.constant({ template: "insurance_problem" }),
  }),
);
const anySubject = fc
  .record({
    queue: fc.constantFrom(...KROGER.queues.map(({ key }) => key)),
    insurance: fc.constantFrom("accepted" as const, "rejected" as const),
    attributes: anyAttributes,
    assignedTo: fc.constantFrom(null, "Pharmacist K."),
    name: fc.constantFrom("Call", "Counsel the patient"),
  })
  .map(({ name, assignedTo, ...given }) => makeSubject(given, [makeTask({ name, assignedTo })]));

function outcomeOf<T>(work: () => T): T | string {
  try {
    return work();
  } catch (error) {
    if (!isAppError(error)) {
      throw error;
    }
    return error.code;
  }
}

const RPH: Approver = { actorId: "user:rph", actorRole: "pharmacist" };

/** What the actor gets to carry out, or how it is refused. */
function carriedOut(actor: Actor, subject: Subject, plan: Plan): string {
  const executable = outcomeOf(() => authorizePlan(as(actor), subject, plan, RPH));
  return typeof executable === "string" ? executable : executable.plan.kind;
}

describe("who may carry a plan out", () => {
  it("no automated actor passes a human act, on any case, in any role", () => {
    let humanPlans = 0;
    fc.assert(
      fc.property(anySubject, anyAct, (subject, { type, payload }) => {
        const plan = outcomeOf(() => planAction(subject, type, payload));
        if (typeof plan !== "string") {
          humanPlans += plan.kind === "human" ? 1 : 0;
          const expected = plan.kind === "human" ? "blocked" : "automatable";
          expect(new Set(MACHINES.map((actor) => carriedOut(actor, subject, plan)))).toEqual(
            new Set([expected]),
          );
        }
      }),
      { numRuns: 2000 },
    );
    expect(humanPlans).toBeGreaterThan(50);
  });

  it("a clinical step is never automatable, and nothing that is denied to everyone is suggested", () => {
    fc.assert(
      fc.property(anySubject, (subject) => {
        for (const { type, payload } of suggestActions(subject) as ActionSuggestion[]) {
          const plan = outcomeOf(() => planAction(subject, type, payload));
          expect(plan).not.toBe("blocked");
          if (typeof plan !== "string" && plan.decidedWith === "clinical:decide") {
            expect(plan.kind).toBe("human");
          }
        }
      }),
    );
  });

  it("a pharmacist carries out a review, a technician runs it once a person has approved it", () => {
    const subject = makeSubject({ queue: "pre_verification" });
    const plan = planAction(subject, "advance_queue", {});
    const by = (kind: Actor["kind"], role: Actor["role"], approver: Approver | null) =>
      outcomeOf(() => authorizePlan(as({ kind, id: `${kind}:x`, role }), subject, plan, approver));
    expect(by("user", "pharmacist", null)).toMatchObject({ by: { kind: "person" } });
    expect(by("user", "admin", null)).toMatchObject({ by: { kind: "person" } });
    expect(by("user", "technician", null)).toBe("forbidden");
    expect(by("user", "technician", RPH)).toMatchObject({ by: { kind: "person" } });
    const technician = { actorId: "user:other", actorRole: "technician" };
    expect(by("user", "technician", technician)).toBe("forbidden");
    const machine = { actorId: "api_key:admin", actorRole: "admin" };
    expect(by("user", "technician", machine)).toBe("forbidden");
    expect(by("api_key", "admin", RPH)).toBe("blocked");
  });

  it("proof of a person is not given to a machine", () => {
    for (const actor of MACHINES) {
      expect(outcomeOf(() => asPerson({ actor }))).toBe("blocked");
      expect(asAutomation({ actor })).toMatchObject({ kind: "automation", actorId: actor.id });
    }
  });
});

/** Never run: tsc refuses each line below that is marked, and fails where it would not. */
export function whatDoesNotCompile(plan: Plan, human: HumanPlan, automatable: AutomatablePlan) {
  const machine = asAutomation({ actor: { kind: "api_key", id: "api_key:admin", role: "admin" } });
  // @ts-expect-error a machine's authority carries out no human plan
  const refused: Executable = { plan: human, by: machine };
  const allowed: Executable = { plan: automatable, by: machine };
  // @ts-expect-error a plan that may be a person's act is not handed to automation unseen
  onAutomation(plan);
  // @ts-expect-error nor is one that is
  onAutomation(human);
  // @ts-expect-error proof of a person cannot be written down
  const forged: PersonAuthority = { kind: "person", actorId: "user:x" };
  // @ts-expect-error nor taken from a machine's
  const promoted: PersonAuthority = { ...machine, kind: "person" };
  // @ts-expect-error a human plan does not become automatable by saying so
  const renamed: AutomatablePlan = { ...human, kind: "automatable" };
  // @ts-expect-error effects without a sealed plan are not applied
  const bare: Parameters<typeof applyPlan>[2] = { plan: { effects: [] }, by: machine };
  return { refused, allowed, forged, promoted, renamed, bare };
}
