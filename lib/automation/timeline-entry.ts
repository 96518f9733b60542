import type { AuditEntryAnswer } from "@/lib/contracts/audit";
import type { JsonObject } from "@/lib/contracts/common";
import type { TimelineEntry } from "@/lib/contracts/dashboard";
import { DEFAULT_PACK, findQueue } from "@/lib/packs/find-pack";

type Words = (entry: { before: JsonObject; after: JsonObject }) => string;

const word = (values: JsonObject, key: string): string => String(values[key] ?? "");

const queueLabel = (values: JsonObject): string => {
  const key = word(values, "queue");
  return findQueue(DEFAULT_PACK, key)?.label ?? key;
};

const moved: Words = ({ before, after }) =>
  word(before, "queue") === word(after, "queue")
    ? word(after, "label")
    : `${word(after, "label")}: ${queueLabel(before)} → ${queueLabel(after)}`;

const SUMMARY_OF_ACTION: Readonly<Record<string, Words>> = {
  "case.create": ({ after }) => `Case opened in ${queueLabel(after)}`,
  "case.auto_step": ({ after }) => `Auto-step asked for: ${word(after, "step")}`,
  "case.simulate_order": ({ after }) => `Simulation ordered: ${word(after, "cycles")} cycles`,
  "case.simulate": ({ after }) => `Simulated ${word(after, "cycles")} cycles`,
  "task.create": ({ after }) => `Task added: ${word(after, "name")}`,
  "task.set_state": ({ before, after }) =>
    `${word(after, "name")}: ${word(before, "state")} → ${word(after, "state")}`,
  "event.create": ({ after }) => `Event: ${word(after, "event_type")}`,
  "proposal.create": ({ after }) => `Proposed: ${word(after, "label")}`,
  "proposal.approve": ({ before }) => `Approved: ${word(before, "label")}`,
  "proposal.reject": ({ before }) => `Rejected: ${word(before, "label")}`,
  "proposal.defer": ({ before }) => `Deferred: ${word(before, "label")}`,
  "proposal.stale": ({ before, after }) =>
    `Not run, the case had moved to ${queueLabel(after)}: ${word(before, "label")}`,
  "proposal.expire": ({ before }) => `Expired undone: ${word(before, "label")}`,
  "proposal.execute": (entry) => `Executed: ${moved(entry)}`,
  "execution.rollback": (entry) => `Rolled back: ${moved(entry)}`,
  "ame.outcome": ({ after }) =>
    `Outcome reported: ${after["outcome_success"] && !after["observed_error"] ? "good" : "bad"}`,
  "trust.audit": ({ after }) =>
    `Checked by a person: ${after["outcome_success"] ? "right" : "wrong"}`,
  "trust.check": ({ after }) =>
    `The pharmacist's judgement says of an earlier step: ${after["outcome_success"] ? "right" : "wrong"}`,
  "message.release": ({ after }) => `Message released: ${word(after, "topic")}`,
  "outcome.missed": ({ after }) => `No outcome came in time: ${word(after, "action_type")}`,
  "enterprise.execute": ({ after }) => `Enterprise call: ${word(after, "action_type")}`,
  "rule.fire": ({ after }) => `Rule “${word(after, "rule")}” ${word(after, "summary")}`,
  "rules.stopped": ({ after }) =>
    `Rules stopped after ${word(after, "why")}: ${word(after, "rules")}`,
  "patient.reveal": () => "Patient data revealed",
  "kroger.prescriber_approval": () => "The prescriber approved",
  "kroger.submit_preverification": ({ after }) => `Claim ${word(after, "insurance")} by the payer`,
  "kroger.pharmacist_preverify": ({ after }) => `Pharmacist: ${word(after, "decision")}`,
};

/** What the trail holds the fingerprint of, by the id of what it is about. */
export interface TimelineNames {
  /** task id -> its name; event id -> its type; proposal or execution id -> the proposal's label */
  task: ReadonlyMap<string, string>;
  event: ReadonlyMap<string, string>;
  proposal: ReadonlyMap<string, string>;
  execution: ReadonlyMap<string, string>;
  /** actor id -> what people call them */
  actor: ReadonlyMap<string, string>;
}

const NAMED_BY = {
  task: "name",
  event: "event_type",
  proposal: "label",
  execution: "label",
} as const satisfies Record<Exclude<keyof TimelineNames, "actor">, string>;

/** An audit entry in the words of the case's timeline. */
export function toTimelineEntry(entry: AuditEntryAnswer, names?: TimelineNames): TimelineEntry {
  const named = nameOf(entry, names);
  const before = { ...entry.before, ...named };
  const after = { ...entry.after, ...named };
  return {
    id: entry.id,
    at: entry.at,
    actor: entry.actor.id,
    actor_name: names?.actor.get(entry.actor.id) ?? null,
    role: entry.actor.role,
    action: entry.action,
    summary: SUMMARY_OF_ACTION[entry.action]?.({ before, after }) ?? entry.action,
    reason: entry.reason,
  };
}

/** What is gone since has its number alone. */
function nameOf({ subject }: AuditEntryAnswer, names: TimelineNames | undefined): JsonObject {
  if (!(names && isNamed(subject.type))) {
    return {};
  }
  const { type, id } = subject;
  return { [NAMED_BY[type]]: names[type].get(id) ?? `${type} ${id}` };
}

function isNamed(type: string): type is keyof typeof NAMED_BY {
  return type in NAMED_BY;
}
