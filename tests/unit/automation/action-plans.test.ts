import { describe, expect, it } from "vitest";
import { getAction, planAction } from "@/lib/automation/action-registry";
import { isAppError } from "@/lib/kernel/app-error";
import { KROGER } from "@/lib/packs/kroger/pack";
import { ACTION_TYPES, makeSubject, makeTask, subjectOfScenario } from "./subjects";

function refusalOf(call: () => unknown): string {
  try {
    call();
    return "ok";
  } catch (error) {
    return isAppError(error) ? error.code : `bug: ${error}`;
  }
}

function messageOf(call: () => unknown): string {
  try {
    call();
    return "";
  } catch (error) {
    return error instanceof Error ? error.message : "";
  }
}

describe("the actions there are", () => {
  it("are five, each with a sentence of its own, and an unknown one is told of all", () => {
    expect(new Set(ACTION_TYPES.map((type) => getAction(type).description)).size).toBe(5);
    const told = messageOf(() => getAction("teleport"));
    expect(ACTION_TYPES.filter((type) => !told.includes(type))).toEqual([]);
  });

  it.each(["", "approve_task", "toString", "__proto__", "ADVANCE_QUEUE"])(
    "do not include %j",
    (type) => {
      expect(refusalOf(() => getAction(type))).toBe("invalid");
    },
  );
});

describe("advance_queue", () => {
  const plan = (queue: string, payload: object = {}, insurance = "pending") =>
    planAction(makeSubject({ queue, insurance: insurance as "pending" }), "advance_queue", payload);

  it.each(KROGER.transitions)("plans $from to $to with the pack's gate and decider", (step) => {
    expect(plan(step.from, { to_queue: step.to })).toMatchObject({
      effects: [{ kind: "move_case", from: step.from, to: step.to }],
      gate: step.gate,
      decidedWith: step.decidedWith,
    });
  });

  const keys = KROGER.queues.map(({ key }) => key);
  it.each(keys)("fault-13 refuses every other way out of %s", (from) => {
    const others = [...keys, "nowhere", ""].filter(
      (to) => !KROGER.transitions.some((step) => step.from === from && step.to === to),
    );
    const refusals = others.map((to) => refusalOf(() => plan(from, { to_queue: to })));
    expect(new Set(refusals)).toEqual(new Set([from === "will_call" ? "conflict" : "invalid"]));
  });

  it("takes the usual way forward when no queue is named", () => {
    expect(plan("data_entry").effects).toEqual([
      { kind: "move_case", from: "data_entry", to: "pre_verification" },
    ]);
  });

  it.each(KROGER.transitions.filter(({ to }) => to !== "rejection_resolution"))(
    "does not move a rejected claim from $from to $to",
    ({ from, to }) => {
      expect(refusalOf(() => plan(from, { to_queue: to }, "rejected"))).toBe("conflict");
    },
  );

  it("moves a rejected claim to where it is resolved", () => {
    const way = { to_queue: "rejection_resolution" };
    expect(refusalOf(() => plan("data_entry", way, "rejected"))).toBe("ok");
  });
});

describe("complete_task", () => {
  const tasks = [
    makeTask({ id: 1, state: "in_progress" }),
    makeTask({ id: 2, state: "completed" }),
  ];
  const plan = (task_id: unknown, queue = "data_entry") =>
    planAction(makeSubject({ queue }, tasks), "complete_task", { task_id });

  it("completes the task that is named", () => {
    expect(plan(1)).toMatchObject({
      effects: [{ kind: "set_task_state", taskId: 1, from: "in_progress", to: "completed" }],
      gate: null,
      decidedWith: "proposals:decide",
    });
  });

  it("fault-12 refuses a task that is done, unknown or not named", () => {
    expect(refusalOf(() => plan(2))).toBe("conflict");
    for (const taskId of [3, 0, -1, 1.5, "1", null, undefined, 2 ** 60]) {
      expect(refusalOf(() => plan(taskId))).toBe("invalid");
    }
  });

  it.each(["pre_verification", "verification"])("is a pharmacist's in %s", (queue) => {
    expect(plan(1, queue).decidedWith).toBe("clinical:decide");
  });

  it("is a pharmacist's where the reject is a drug utilization review", () => {
    const subject = subjectOfScenario("dur_interaction");
    const review = subject.tasks.find(({ name }) => name === "Review the interaction");
    const { decidedWith } = planAction(subject, "complete_task", { task_id: review?.id });
    expect(decidedWith).toBe("clinical:decide");
  });
});

describe("resolve_rejection", () => {
  const why = { reason_code: "prescriber_confirmed", note: "The office has called back" };
  const plan = (
    code: string,
    resolution: string,
    queue = "rejection_resolution",
    more: object = why,
  ) =>
    planAction(
      makeSubject({ queue, insurance: "rejected", attributes: { reject_code: code } }),
      "resolve_rejection",
      { resolution, ...more },
    );

  it("forgets the reject, asks the payer again and goes back to data entry", () => {
    const { effects, gate } = plan("68", "update_coverage");
    expect(gate).toBe("kroger.rejection_to_data_entry");
    expect(effects).toMatchObject([
      { kind: "set_attributes", after: { reject_code: null, resolution: "update_coverage" } },
      { kind: "set_insurance", from: "rejected", to: "pending" },
      { kind: "move_case", to: "data_entry" },
    ]);
  });

  it.each([
    ["68", "update_coverage", "proposals:decide"],
    ["40", "override", "clinical:decide"],
    ["88", "resubmit", "clinical:decide"],
    ["40", "resubmit", "clinical:decide"],
    ["", "resubmit", "proposals:decide"],
  ])("of %s by %s is decided with %s", (code, resolution, permission) => {
    expect(plan(code, resolution).decidedWith).toBe(permission);
  });

  it("an override asks for its reason as a word and a sentence", () => {
    const { note, reason_code } = why;
    for (const more of [{}, { note }, { reason_code }, { reason_code, note: " " }]) {
      expect(refusalOf(() => plan("68", "override", undefined, more))).toBe("invalid");
      expect(refusalOf(() => plan("68", "resubmit", undefined, more))).toBe("ok");
    }
    const { why: kept } = plan("68", "override");
    expect(kept).toEqual({ reasonCode: reason_code, reason: note });
  });

  it("is refused elsewhere and by unknown means", () => {
    expect(refusalOf(() => plan("68", "resubmit", "data_entry"))).toBe("conflict");
    expect(refusalOf(() => plan("68", "magic"))).toBe("invalid");
  });
});

describe("request_renewal and notify_patient", () => {
  it("a renewal is asked for from the contact manager only, and behind its gate", () => {
    const { gate, effects } = planAction(
      makeSubject({ queue: "contact_manager" }),
      "request_renewal",
      {},
    );
    expect(gate).toBe("kroger.request_renewal");
    expect(effects.map(({ kind }) => kind)).toEqual(["send", "add_task", "move_case"]);
    const elsewhere = () => planAction(makeSubject({}), "request_renewal", {});
    expect(refusalOf(elsewhere)).toBe("conflict");
  });

  it("a closed case hears only that its drug is ready", () => {
    const tell = (template: string) => () =>
      planAction(makeSubject({ queue: "will_call" }), "notify_patient", { template });
    expect(refusalOf(tell("delay"))).toBe("conflict");
    expect(refusalOf(tell("ready_for_pickup"))).toBe("ok");
    expect(refusalOf(tell("anything"))).toBe("invalid");
  });

  it("a message carries the case's id and no patient data", () => {
    const attributes = { patient: { initials: "J. D.", birth_year: 1958, last4: "4417" } };
    const { effects } = planAction(makeSubject({ attributes }), "notify_patient", {
      template: "delay",
    });
    expect(JSON.stringify(effects)).not.toMatch(/J\. D\.|4417/);
  });
});
