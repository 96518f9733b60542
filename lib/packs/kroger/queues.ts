import type { PackGate, Queue, Transition } from "../pack";

export const QUEUES: readonly Queue[] = [
  {
    key: "contact_manager",
    label: "Contact manager",
    state: "ordered",
    worker: "Technician",
    cap: "full_auto",
    targetMinutes: 15,
    isTerminal: false,
  },
  {
    key: "inbound_comms",
    label: "Inbound comms",
    state: "ordered",
    worker: "Technician",
    cap: "conditional_auto",
    targetMinutes: 30,
    isTerminal: false,
  },
  {
    key: "data_entry",
    label: "Data entry",
    state: "pending_access",
    worker: "Technician, verified by a pharmacist",
    cap: "guarded_auto",
    targetMinutes: 30,
    isTerminal: false,
  },
  {
    key: "rejection_resolution",
    label: "Rejected",
    state: "pending_access",
    worker: "Technician; pharmacist for DUR",
    cap: "propose",
    targetMinutes: 120,
    isTerminal: false,
  },
  {
    key: "pre_verification",
    label: "Pre-verification",
    state: "pending_access",
    worker: "Pharmacist only",
    cap: "propose",
    targetMinutes: 30,
    isTerminal: false,
  },
  {
    key: "dispensing",
    label: "Dispensing",
    state: "access_granted",
    worker: "Technician",
    cap: "conditional_auto",
    targetMinutes: 30,
    isTerminal: false,
  },
  {
    key: "verification",
    label: "Verification",
    state: "dispensed",
    worker: "Pharmacist only",
    cap: "propose",
    targetMinutes: 15,
    isTerminal: false,
  },
  {
    key: "will_call",
    label: "Will call",
    state: "completed",
    worker: "Pharmacist offers counselling",
    cap: "propose",
    targetMinutes: null,
    isTerminal: true,
  },
];

const technician = "proposals:decide" as const;
const pharmacist = "clinical:decide" as const;

export const TRANSITIONS: readonly Transition[] = [
  {
    from: "contact_manager",
    to: "inbound_comms",
    gate: null,
    decidedWith: technician,
    kind: "forward",
  },
  {
    from: "inbound_comms",
    to: "data_entry",
    gate: "kroger.prescriber_approval_to_data_entry",
    decidedWith: technician,
    kind: "forward",
  },
  {
    from: "data_entry",
    to: "pre_verification",
    gate: "kroger.data_entry_to_preverify_insurance",
    decidedWith: technician,
    kind: "forward",
  },
  {
    from: "data_entry",
    to: "rejection_resolution",
    gate: null,
    decidedWith: technician,
    kind: "exception",
  },
  {
    from: "rejection_resolution",
    to: "data_entry",
    gate: "kroger.rejection_to_data_entry",
    decidedWith: technician,
    kind: "forward",
  },
  {
    from: "pre_verification",
    to: "dispensing",
    gate: "kroger.preverify_to_access_granted",
    decidedWith: pharmacist,
    kind: "forward",
  },
  {
    from: "dispensing",
    to: "verification",
    gate: "kroger.dispensing_to_verification",
    decidedWith: technician,
    kind: "forward",
  },
  {
    from: "verification",
    to: "will_call",
    gate: "kroger.verification_to_release",
    decidedWith: pharmacist,
    kind: "forward",
  },
];

export const GATES: readonly PackGate[] = [
  {
    key: "kroger.prescriber_approval_to_data_entry",
    label: "Prescriber's answer → data entry",
  },
  {
    key: "kroger.data_entry_to_preverify_insurance",
    label: "Data entry → pre-verification, claim sent to the payer",
  },
  {
    key: "kroger.preverify_to_access_granted",
    label: "Pre-verification → dispensing, a pharmacist decides",
  },
  { key: "kroger.dispensing_to_verification", label: "Dispensing → verification" },
  {
    key: "kroger.verification_to_release",
    label: "Verification → will call, a pharmacist decides",
  },
  { key: "kroger.rejection_to_data_entry", label: "Rejection resolved → data entry" },
  { key: "kroger.request_renewal", label: "Ask the prescriber for a renewal" },
  { key: "kroger.notify_patient", label: "Send the patient a message" },
];
