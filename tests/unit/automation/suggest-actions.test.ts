import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planAction, suggestActions } from "@/lib/automation/action-registry";
import type { JsonObject } from "@/lib/contracts/common";
import { proposeContract } from "@/lib/contracts/dashboard";
import { KROGER } from "@/lib/packs/kroger/pack";
import { makeSubject, makeTask, subjectOfScenario } from "./subjects";

/** scenario -> what is suggested, the most useful first */
const SUGGESTED: Readonly<Record<string, string[]>> = {
  happy_path: ["advance_queue", "complete_task"],
  insurance_rejected_outdated: ["resolve_rejection", "complete_task", "notify_patient"],
  prior_auth_required: ["resolve_rejection", "notify_patient"],
  no_refills_prescriber: ["request_renewal", "advance_queue"],
  no_insurance_discount_card: ["resolve_rejection"],
  refill_too_soon: ["resolve_rejection", "notify_patient"],
  payer_outage: ["advance_queue"],
  out_of_stock: ["complete_task", "notify_patient", "advance_queue"],
};

describe("what is suggested", () => {
  it.each(Object.entries(SUGGESTED))("for %s is %j", (scenario, types) => {
    expect(suggestActions(subjectOfScenario(scenario)).map(({ type }) => type)).toEqual(types);
  });

  it.each([
    ["insurance_rejected_outdated", "update_coverage"],
    ["prior_auth_required", "start_prior_authorization"],
    ["no_insurance_discount_card", "use_discount_card"],
    ["refill_too_soon", "schedule_refill"],
  ])("for %s resolves the reject by %s", (scenario, resolution) => {
    const [first] = suggestActions(subjectOfScenario(scenario));
    expect(first).toMatchObject({ type: "resolve_rejection", payload: { resolution } });
    expect(first?.reason).not.toBe("");
  });

  it.each(KROGER.scenarios.map(({ key }) => key))(
    "for %s never touches a pharmacist's task",
    (key) => {
      const subject = subjectOfScenario(key);
      const step = suggestActions(subject).find(({ type }) => type === "complete_task");
      const task = subject.tasks.find(({ id }) => id === step?.payload["task_id"]);
      expect(task?.assignedTo ?? "").not.toMatch(/pharmacist/i);
    },
  );

  it("for a rejected claim in data entry is to have it resolved, and nothing forward", () => {
    const [first] = suggestActions(makeSubject({ queue: "data_entry", insurance: "rejected" }));
    expect(first).toMatchObject({
      type: "advance_queue",
      payload: { to_queue: "rejection_resolution" },
    });
  });

  it("for a closed case is at most to tell the patient", () => {
    const types = suggestActions(makeSubject({ queue: "will_call" })).map(({ type }) => type);
    expect(types).toEqual(["notify_patient"]);
  });

  const anyTask = fc.record({
    name: fc.oneof(fc.string({ maxLength: 1000 }), fc.string({ minLength: 400, maxLength: 1000 })),
    state: fc.constantFrom("pending", "in_progress", "completed", "failed"),
  });
  const anySubject = fc
    .record({
      queue: fc.constantFrom(...KROGER.queues.map(({ key }) => key)),
      insurance: fc.constantFrom("pending", "accepted", "rejected", "none"),
      attributes: fc.dictionary(
        fc.constantFrom("reject_code", "blocker", "refills_remaining"),
        fc.oneof(fc.constantFrom("75", "88", 0), fc.jsonValue({ maxDepth: 1 })),
      ),
      tasks: fc.array(anyTask, { maxLength: 3 }),
    })
    .map(({ tasks, attributes, ...one }) =>
      makeSubject(
        { ...one, attributes: attributes as JsonObject } as Parameters<typeof makeSubject>[0],
        tasks.map((task, index) => makeTask({ ...task, id: index + 1 } as never)),
      ),
    );

  it("can always be planned, whatever the case", () => {
    fc.assert(
      fc.property(anySubject, (subject) => {
        for (const { type, payload } of suggestActions(subject)) {
          expect(planAction(subject, type, payload).effects.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("can always be proposed as it is suggested", () => {
    fc.assert(
      fc.property(anySubject, (subject) => {
        for (const { type, label, payload } of suggestActions(subject)) {
          const body = { action_type: type, label, payload };
          expect(proposeContract.body?.safeParse(body).error?.issues).toBeUndefined();
        }
      }),
      { numRuns: 300 },
    );
  });
});
