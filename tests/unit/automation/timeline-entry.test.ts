import { describe, expect, it } from "vitest";
import { toTimelineEntry } from "@/lib/automation/timeline-entry";
import type { JsonObject } from "@/lib/contracts/common";
import { readSources } from "../../support/source-files";

function summaryOf(action: string, before: JsonObject = {}, after: JsonObject = {}): string {
  return toTimelineEntry({
    id: 7,
    at: "2026-03-02T09:30:00.000Z",
    actor: { kind: "user", id: "user:demo", role: "admin" },
    action,
    subject: { type: "case", id: "1" },
    case_id: 1,
    site_id: "s",
    on_behalf_of: null,
    outcome: "done",
    reason_code: null,
    ip: null,
    workstation: null,
    retention_class: "standard",
    content_hash: null,
    seal: null,
    reason: "because",
    before,
    after,
    request_id: "r",
    source: "api",
  }).summary;
}

/** Acts that belong to no case; other systems' proposals have none here. */
const WITHOUT_CASE = [
  ...["demo.reset", "demo.time_lapse"],
  ...["trust.seed_check_case", "trust.check_case", "trust.end_check_case"],
  ...["audit.export", "audit.prune", "hold.place", "hold.release"],
  ...["ame.proposal", "ame.decision", "ame.execution", "ame.rollback"],
];

describe("the timeline", () => {
  const label = "Move on";
  it.each<[string, JsonObject, JsonObject, string]>([
    ["case.create", {}, { queue: "data_entry" }, "Case opened in Data entry"],
    ["case.auto_step", {}, { step: label }, "Auto-step asked for: Move on"],
    ["case.simulate_order", {}, { cycles: 5 }, "Simulation ordered: 5 cycles"],
    ["case.simulate", {}, { cycles: 5 }, "Simulated 5 cycles"],
    ["proposal.expire", { label: "Ask" }, { status: "expired" }, "Expired undone: Ask"],
    ["message.release", {}, { topic: "patient.delay" }, "Message released: patient.delay"],
    [
      "outcome.missed",
      {},
      { action_type: "notify_patient" },
      "No outcome came in time: notify_patient",
    ],
    ["task.create", {}, { name: "Call" }, "Task added: Call"],
    [
      "task.set_state",
      { state: "pending" },
      { name: "Call", state: "failed" },
      "Call: pending → failed",
    ],
    ["event.create", {}, { event_type: "note" }, "Event: note"],
    ["proposal.create", {}, { label }, "Proposed: Move on"],
    ["proposal.approve", { label }, {}, "Approved: Move on"],
    ["proposal.reject", { label }, {}, "Rejected: Move on"],
    ["proposal.defer", { label }, {}, "Deferred: Move on"],
    [
      "proposal.stale",
      { label },
      { queue: "dispensing" },
      "Not run, the case had moved to Dispensing: Move on",
    ],
    [
      "proposal.execute",
      { queue: "data_entry" },
      { queue: "dispensing", label },
      "Executed: Move on: Data entry → Dispensing",
    ],
    [
      "proposal.execute",
      { queue: "data_entry" },
      { queue: "data_entry", label },
      "Executed: Move on",
    ],
    [
      "execution.rollback",
      { queue: "dispensing" },
      { queue: "data_entry", label },
      "Rolled back: Move on: Dispensing → Data entry",
    ],
    ["ame.outcome", {}, { outcome_success: true }, "Outcome reported: good"],
    ["ame.outcome", {}, { outcome_success: false }, "Outcome reported: bad"],
    ["ame.outcome", {}, { outcome_success: true, observed_error: true }, "Outcome reported: bad"],
    ["enterprise.execute", {}, { action_type: "approve_task" }, "Enterprise call: approve_task"],
    [
      "rule.fire",
      {},
      { rule: "Go on", summary: "proposed: Move to dispensing" },
      "Rule “Go on” proposed: Move to dispensing",
    ],
    [
      "rules.stopped",
      {},
      { why: "5 rounds", rules: ["A", "B"] },
      "Rules stopped after 5 rounds: A,B",
    ],
    ["kroger.prescriber_approval", {}, {}, "The prescriber approved"],
    ["kroger.submit_preverification", {}, { insurance: "rejected" }, "Claim rejected by the payer"],
    ["kroger.pharmacist_preverify", {}, { decision: "approved" }, "Pharmacist: approved"],
  ])("says of %s (%j, %j): %s", (action, before, after, expected) => {
    expect(summaryOf(action, before, after)).toBe(expected);
  });

  it("has words for every act on a case that the services record", () => {
    const recorded = ["workflows", "automation", "scenarios"]
      .flatMap((domain) => readSources(`lib/${domain}`, ".ts"))
      .flatMap(({ code }) =>
        [...code.matchAll(/action: "(\w+\.\w+)"/g)].map(([, name]) => name ?? ""),
      );
    expect(recorded.length).toBeGreaterThan(8);
    const aboutCases = [...new Set(recorded)].filter((name) => !WITHOUT_CASE.includes(name));
    expect(aboutCases.filter((name) => summaryOf(name) === name)).toEqual([]);
  });

  it("says what it can of an act that it has no words for", () => {
    expect(summaryOf("case.archive")).toBe("case.archive");
  });
});
