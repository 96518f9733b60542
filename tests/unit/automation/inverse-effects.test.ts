import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Effect, Subject } from "@/lib/automation/action";
import { getAction, planAction } from "@/lib/automation/action-registry";
import { inverseEffects } from "@/lib/automation/inverse-effects";
import type { JsonObject } from "@/lib/contracts/common";
import { TASK_STATES } from "@/lib/contracts/workflow";
import { isAppError } from "@/lib/kernel/app-error";
import { KROGER } from "@/lib/packs/kroger/pack";
import { REJECT_CODES } from "@/lib/packs/kroger/reject-codes";
import { ACTION_TYPES, makeSubject, makeTask } from "./subjects";

/** All that effects can touch, as plain values. */
interface Model {
  queue: string;
  insurance: string;
  attributes: JsonObject;
  tasks: Record<number, string>;
  messages: Record<number, string>;
}

function modelOf({ case: one, tasks }: Subject): Model {
  return {
    queue: one.queue,
    insurance: one.insurance,
    attributes: withoutNulls(one.attributes),
    tasks: Object.fromEntries(tasks.map(({ id, state }) => [id, state])),
    messages: {},
  };
}

function withoutNulls(values: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
}

function without(record: Record<number, string>, id: number): Record<number, string> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => Number(key) !== id));
}

const NEW_ID = 900;

/** One effect on the model, as the database would apply it; refuses what does not fit. */
function apply(model: Model, effect: Effect): { model: Model; applied: Effect } {
  const done = (change: Partial<Model>, applied = effect) => ({
    model: { ...model, ...change },
    applied,
  });
  switch (effect.kind) {
    case "move_case":
      expect(model.queue).toBe(effect.from);
      return done({ queue: effect.to });
    case "set_insurance":
      expect(model.insurance).toBe(effect.from);
      return done({ insurance: effect.to as Model["insurance"] });
    case "set_attributes":
      expect(model.attributes).toMatchObject(withoutNulls(effect.before));
      return done({ attributes: withoutNulls({ ...model.attributes, ...effect.after }) });
    case "set_task_state":
      expect(model.tasks[effect.taskId]).toBe(effect.from);
      return done({ tasks: { ...model.tasks, [effect.taskId]: effect.to } });
    case "add_task":
      return done(
        { tasks: { ...model.tasks, [NEW_ID]: "pending" } },
        { ...effect, taskId: NEW_ID },
      );
    case "remove_task":
      expect(model.tasks[effect.taskId]).toBe("pending");
      return done({ tasks: without(model.tasks, effect.taskId) });
    case "send":
      return done(
        { messages: { ...model.messages, [NEW_ID]: "waiting" } },
        { ...effect, messageId: NEW_ID },
      );
    case "cancel_message":
      expect(model.messages[effect.messageId]).toBe("waiting");
      return done({ messages: without(model.messages, effect.messageId) });
  }
}

function applyAll(start: Model, effects: readonly Effect[]): { model: Model; applied: Effect[] } {
  let model = start;
  const applied: Effect[] = [];
  for (const effect of effects) {
    const step = apply(model, effect);
    model = step.model;
    applied.push(step.applied);
  }
  return { model, applied };
}

const anySubject = fc
  .record({
    queue: fc.constantFrom(...KROGER.queues.map(({ key }) => key)),
    insurance: fc.constantFrom("pending", "accepted", "rejected", "none"),
    attributes: fc.dictionary(
      fc.constantFrom("reject_code", "reject_message", "blocker", "resolution", "payer", "x"),
      fc.oneof(fc.constantFrom(...Object.keys(REJECT_CODES)), fc.jsonValue({ maxDepth: 2 })),
    ),
    states: fc.array(fc.constantFrom(...TASK_STATES), { minLength: 1, maxLength: 5 }),
  })
  .map(({ states, attributes, ...one }) =>
    makeSubject(
      { ...one, attributes: attributes as JsonObject } as Parameters<typeof makeSubject>[0],
      states.map((state, index) => makeTask({ id: index + 1, state })),
    ),
  );

const anyPayload = fc.record(
  {
    task_id: fc.integer({ min: 1, max: 6 }),
    resolution: fc.constantFrom("resubmit", "override", "schedule_refill"),
    reason_code: fc.constantFrom("other", "travel"),
    template: fc.constantFrom("delay", "ready_for_pickup", "insurance_problem"),
    to_queue: fc.constantFrom(...KROGER.queues.map(({ key }) => key)),
    note: fc.string({ maxLength: 20 }),
  },
  { requiredKeys: ["task_id", "resolution", "template"] },
);

describe.each(ACTION_TYPES)("%s", (type) => {
  it("applied and then undone leaves the case as it was", () => {
    let planned = 0;
    fc.assert(
      fc.property(anySubject, anyPayload, (subject, payload) => {
        const plan = planOrNull(subject, type, payload);
        if (plan) {
          planned += 1;
          const before = modelOf(subject);
          const { model: after, applied } = applyAll(before, plan.effects);
          expect(after).not.toEqual(before);
          const undo = getAction(type).compensate(applied);
          expect(applyAll(after, undo).model).toEqual(before);
        }
      }),
      { numRuns: 400 },
    );
    expect(planned).toBeGreaterThan(5);
  });

  it("survives the way through the database as JSON", () => {
    fc.assert(
      fc.property(anySubject, anyPayload, (subject, payload) => {
        const effects = planOrNull(subject, type, payload)?.effects ?? [];
        expect(JSON.parse(JSON.stringify(effects))).toEqual(effects);
      }),
    );
  });

  it("asks only for gates that the pack has, and can be undone for a while", () => {
    fc.assert(
      fc.property(anySubject, anyPayload, (subject, payload) => {
        const gate = planOrNull(subject, type, payload)?.gate ?? null;
        expect([null, ...KROGER.gates.map(({ key }) => key)]).toContain(gate);
      }),
    );
    expect(getAction(type).reversibleForMinutes).toBe(15);
  });
});

function planOrNull(subject: Subject, type: string, payload: unknown) {
  try {
    return planAction(subject, type, payload);
  } catch (error) {
    if (isAppError(error)) {
      return null;
    }
    throw error;
  }
}

describe("inverseEffects", () => {
  it("undoes the last effect first", () => {
    const effects: Effect[] = [
      { kind: "move_case", from: "a", to: "b" },
      { kind: "move_case", from: "b", to: "c" },
    ];
    expect(inverseEffects(effects)).toEqual([
      { kind: "move_case", from: "c", to: "b" },
      { kind: "move_case", from: "b", to: "a" },
    ]);
  });

  it("undoes nothing by nothing, and never undoes an undoing", () => {
    expect(inverseEffects([])).toEqual([]);
    expect(() => inverseEffects([{ kind: "remove_task", taskId: 1, name: "x" }])).toThrow();
    expect(() => inverseEffects([{ kind: "cancel_message", messageId: 1, topic: "x" }])).toThrow();
  });
});
