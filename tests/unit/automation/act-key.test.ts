import { describe, expect, it } from "vitest";
import { actKey } from "@/lib/automation/act-key";
import { planAction } from "@/lib/automation/action-registry";
import type { JsonObject } from "@/lib/contracts/common";
import { KROGER } from "@/lib/packs/kroger/pack";
import { makeSubject } from "./subjects";

const keyOf = (type: string, payload: JsonObject) => actKey(KROGER, "data_entry", type, payload);

describe("payloads that would do the same", () => {
  it.each<[string, JsonObject, JsonObject]>([
    ["notify_patient", { template: "delay" }, { channel: "sms", template: "delay" }],
    ["advance_queue", {}, { to_queue: "pre_verification" }],
    ["advance_queue", {}, { from_queue: "data_entry" }],
    ["request_renewal", {}, { note: "please" }],
    ["resolve_rejection", { resolution: "resubmit" }, { resolution: "resubmit", note: "again" }],
    ["complete_task", { task_id: 4 }, { task_id: 4, unknown: 1 }],
    ["no_longer_known", { a: 1, b: 2 }, { b: 2, a: 1 }],
  ])("of %s are the same act: %j and %j", (type, one, other) => {
    expect(keyOf(type, one)).toBe(keyOf(type, other));
  });

  it.each<[string, JsonObject, JsonObject]>([
    ["notify_patient", { template: "delay" }, { template: "delay", channel: "phone" }],
    ["advance_queue", {}, { to_queue: "rejection_resolution" }],
    ["resolve_rejection", { resolution: "resubmit" }, { resolution: "override" }],
    ["complete_task", { task_id: 4 }, { task_id: 5 }],
  ])("differ from others of %s: %j and %j", (type, one, other) => {
    expect(keyOf(type, one)).not.toBe(keyOf(type, other));
  });
});

describe("a move from a queue", () => {
  it("is refused where the case stands elsewhere", () => {
    const plan = (from_queue: string) => planAction(makeSubject(), "advance_queue", { from_queue });
    expect(plan("data_entry").effects).toHaveLength(1);
    expect(() => plan("inbound_comms")).toThrow(
      expect.objectContaining({ code: "conflict", message: expect.stringContaining("data_entry") }),
    );
  });
});
