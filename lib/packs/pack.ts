import type { Permission } from "@/lib/contracts/permission";
import type { InsuranceState, TaskState, WorkflowState } from "@/lib/contracts/workflow";
import type { Schedule } from "./drug-schedule";
import type { ReservedActName } from "./policy/act";
import type { PolicyCapId } from "./policy/policy-cap-id";

export const STAGES = [
  "observe",
  "propose",
  "guarded_auto",
  "conditional_auto",
  "full_auto",
] as const;
export type Stage = (typeof STAGES)[number];

/** Where cases wait for one kind of work. */
export interface Queue {
  key: string;
  label: string;
  /** the state of a case that stands here */
  state: WorkflowState;
  /** who works here, for the screen */
  worker: string;
  /** the most automation the law allows here */
  cap: Stage;
  /** time a case may wait here; null where nobody waits */
  targetMinutes: number | null;
  /** true when a case that arrives here is closed */
  isTerminal: boolean;
}

/** A step a case may take. What is not listed cannot happen. */
export interface Transition {
  from: string;
  to: string;
  /** the gate that must be open for automation's proposal to run; null where none is asked */
  gate: string | null;
  /** "clinical:decide" where the law wants a pharmacist's judgement */
  decidedWith: Extract<Permission, "proposals:decide" | "clinical:decide">;
  /** the usual way forward, or the way of an exception */
  kind: "forward" | "exception";
}

export interface PackGate {
  key: string;
  label: string;
}

/** Something that is never automated, with the law it rests on. */
export interface PolicyCap {
  id: PolicyCapId;
  rule: string;
  source: string;
  /** queues it speaks about; empty = everywhere */
  queues: readonly string[];
  /** drug schedules it speaks about; missing = every drug */
  schedules?: readonly Schedule[];
}

/** The most automation for what the row describes, with the law or the assumption it rests on. */
export interface AutomationCap {
  /** two letters, "*" = every state */
  state: string;
  /** "*" = every drug */
  schedule: Schedule | "*";
  /** missing = wherever the case stands */
  queue?: string;
  /** a registered action or a way to resolve a reject; "*" = whatever is done */
  action: string;
  /** missing = whatever the payer answered */
  rejectCode?: string;
  cap: Stage;
  source: string;
}

/** What the deny rules and the caps need to know of a pack. */
export interface PackPolicy {
  /** the state whose rules hold where a case names none, and where a state has none of its own */
  jurisdiction: string;
  automationCaps: readonly AutomationCap[];
  /** queues that a case enters only on its way to be filled */
  fillQueues: readonly string[];
  /** steps that are a pharmacist's judgement, and what the law calls them */
  clinicalSteps: readonly { from: string; to: string; acts: readonly ReservedActName[] }[];
  /** schedules whose refills are limited; a store may add C-V, which federal law leaves out */
  refillLimits: Partial<Record<Schedule, { refills: number; months: number }>>;
}

/** What the pack knows about a case, in the shape the API shows it. */
export interface CaseAttributes {
  rx_number?: string;
  drug?: {
    /** lower-case generic, tall-man letters where names look alike */
    name: string;
    strength: string;
    form: string;
    /** C-II … C-V, or null when uncontrolled */
    schedule: string | null;
  };
  sig?: string;
  quantity?: number;
  days_supply?: number;
  refills_remaining?: number;
  payer?: string;
  reject_code?: string;
  reject_message?: string;
  /** why the case waits, in a few words */
  blocker?: string;
  store?: { id: string; name: string; state: string };
  /** masked: no name, no full birth date, no full number */
  patient?: { initials: string; birth_year: number; last4: string };
  prescriber?: string;
  contact_method?: string;
}

export interface Scenario {
  key: string;
  label: string;
  description: string;
  seed: {
    name: string;
    description: string;
    queue: string;
    insurance: InsuranceState;
    priority: number;
    /** minutes from seeding to the promise; negative = already broken */
    promisedInMinutes: number | null;
    attributes: CaseAttributes;
    tasks: readonly { name: string; assigned_to: string | null; state: TaskState }[];
    events: readonly { event_type: string; payload: Record<string, string | number | boolean> }[];
  };
}

/** A case template of the guided demo. */
export interface Template {
  key: string;
  name: string;
  description: string;
  startQueue: string;
  defaults: { drug: string; sig: string; days_supply: number };
}

/** One industry's way of working, as data. */
export interface Pack {
  id: string;
  label: string;
  /** where a case stands when its creator names no queue */
  defaultQueue: string;
  /** the queue where rejected claims are worked */
  rejectionQueue: string;
  queues: readonly Queue[];
  transitions: readonly Transition[];
  gates: readonly PackGate[];
  policyCaps: readonly PolicyCap[];
  policy: PackPolicy;
  scenarios: readonly Scenario[];
  templates: readonly Template[];
}
