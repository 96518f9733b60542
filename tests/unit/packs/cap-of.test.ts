import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ACTION_TYPES } from "@/lib/automation/action-registry";
import { type CapQuestion, capOf } from "@/lib/packs/cap-of";
import { toSchedule } from "@/lib/packs/drug-schedule";
import { AUTOMATION_CAPS } from "@/lib/packs/kroger/automation-caps";
import { KROGER } from "@/lib/packs/kroger/pack";
import { REJECT_CODES } from "@/lib/packs/kroger/reject-codes";
import { STAGES } from "@/lib/packs/pack";

const reject = (rejectCode: string, action: string, more: CapQuestion = {}): CapQuestion => ({
  queue: "rejection_resolution",
  rejectCode,
  action,
  ...more,
});
const resolve = (rejectCode: string, resolution: string) =>
  reject(rejectCode, "resolve_rejection", { resolution });

const ROWS: readonly [string, CapQuestion, string, string][] = [
  [
    "asking for a renewal",
    { queue: "contact_manager", action: "request_renewal" },
    "full_auto",
    "Assumption",
  ],
  [
    "matching an answer",
    { queue: "inbound_comms", action: "advance_queue" },
    "conditional_auto",
    "Assumption",
  ],
  [
    "typed fields",
    { queue: "data_entry", action: "advance_queue" },
    "guarded_auto",
    "4729:5-5-04(A)(2)",
  ],
  [
    "a sig in free text",
    { queue: "data_entry", action: "enter_free_text_sig" },
    "propose",
    "4729:5-5-04(A)(2)",
  ],
  ["a review", { queue: "pre_verification", action: "advance_queue" }, "propose", "OBRA-90"],
  ["a review in Mississippi", { state: "ms", queue: "pre_verification" }, "propose", "Mississippi"],
  ["routing", { queue: "dispensing", action: "advance_queue" }, "conditional_auto", "Assumption"],
  ["the last look", { queue: "verification" }, "propose", "4729:5-5-04(A)(4)"],
  ["a reminder", { queue: "will_call", action: "notify_patient" }, "full_auto", "Assumption"],
  [
    "anything else in will call",
    { queue: "will_call", action: "release" },
    "propose",
    "a person decides",
  ],
  [
    "a renewal of a C-IV",
    { schedule: "C-IV", queue: "contact_manager", action: "request_renewal" },
    "propose",
    "1306.04(a)",
  ],
  [
    "a renewal of a C-II",
    { schedule: "cii", queue: "contact_manager", action: "request_renewal" },
    "observe",
    "1306.12(a)",
  ],
  [
    "an uncontrolled drug",
    { schedule: "none", queue: "contact_manager" },
    "full_auto",
    "Assumption",
  ],
  [
    "a schedule that is not understood",
    { schedule: "C-9", queue: "contact_manager" },
    "propose",
    "not understood",
  ],
  [
    "a state that is not understood",
    { state: "Ohioo", queue: "contact_manager" },
    "propose",
    "not understood",
  ],
  ["another state", { state: "KY", queue: "data_entry" }, "guarded_auto", "4729:5-5-04"],
  ["a message on 52", reject("52", "notify_patient"), "full_auto", "Assumption"],
  ["a resubmission on 52", resolve("52", "resubmit"), "propose", "a person decides"],
  ["the order of payers on 41", resolve("41", "reorder_coverage"), "guarded_auto", "Assumption"],
  [
    "the start of an authorization on 75",
    resolve("75", "start_prior_authorization"),
    "conditional_auto",
    "Assumption",
  ],
  ["scheduling on 79", resolve("79", "schedule_refill"), "full_auto", "Assumption"],
  [
    "scheduling a controlled drug on 79",
    { ...resolve("79", "schedule_refill"), schedule: "C-IV" },
    "propose",
    "1306.04(a)",
  ],
  ["an override on 79", resolve("79", "override"), "observe", "Assumption"],
  ["anything on 88", resolve("88", "resubmit"), "observe", "20:51:30:15"],
  ["another try on 92", resolve("92", "resubmit"), "full_auto", "Assumption"],
  ["a code that nobody knows", resolve("Z9", "resubmit"), "propose", "a person decides"],
  ["a queue of another system", { queue: "constructor" }, "full_auto", ""],
];

describe("caps", () => {
  it.each(ROWS)("%s", (_, question, cap, source) => {
    const answer = capOf(question);
    expect(answer.cap).toBe(cap);
    expect(answer.sources.join("; ")).toContain(source);
  });

  it("covers every queue and every reject code, and names a source in each row", () => {
    for (const code of Object.keys(REJECT_CODES)) {
      expect(AUTOMATION_CAPS.some(({ rejectCode }) => rejectCode === code)).toBe(true);
    }
    for (const { key, cap } of KROGER.queues.filter(({ key }) => key !== KROGER.rejectionQueue)) {
      const highest = STAGES.indexOf(capOf({ queue: key, action: "advance_queue" }).cap);
      expect([key, highest]).toEqual([key, STAGES.indexOf(cap)]);
    }
    expect(AUTOMATION_CAPS.every(({ source }) => source.length > 5)).toBe(true);
  });

  it("knowing more of a case never raises it above the lowest row, and no controlled drug acts alone", () => {
    const word = (known: readonly string[]) =>
      fc.oneof(fc.constantFrom(...known), fc.string({ maxLength: 8 }));
    const question = fc.record({
      state: word(["OH", "MS", "KY"]),
      schedule: word(["none", "C-II", "C-III", "C-IV", "C-V"]),
      queue: word(KROGER.queues.map(({ key }) => key)),
      action: word(ACTION_TYPES),
      rejectCode: word(Object.keys(REJECT_CODES)),
    });
    fc.assert(
      fc.property(question, (one) => {
        const index = STAGES.indexOf(capOf(one).cap);
        for (const [name, value] of Object.entries(one)) {
          if (name === "state" || name === "schedule") {
            expect(index).toBeLessThanOrEqual(
              STAGES.indexOf(capOf({ ...one, [name]: undefined }).cap),
            );
          }
          expect(value).toBeDefined();
        }
        if (toSchedule(one.schedule) !== "none") {
          expect(index).toBeLessThanOrEqual(STAGES.indexOf("propose"));
        }
      }),
    );
  });
});
