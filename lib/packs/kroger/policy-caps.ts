import type { Schedule } from "../drug-schedule";
import type { PolicyCap } from "../pack";

/** What is not understood counts as controlled. */
const CONTROLLED: readonly Schedule[] = ["C-II", "C-III", "C-IV", "C-V", "unknown"];

/**
 * What stays a person's act, in our own words. Ohio where it publishes a rule, another state where
 * its text is clearer, federal law for controlled drugs. Designed toward these; not legal advice.
 */
export const POLICY_CAPS: readonly PolicyCap[] = [
  {
    id: "N1",
    rule: "Only a pharmacist completes a drug utilization review or another clinical review",
    // OAC 4729:5-5-08 is where Ohio's former rule 4729-5-20 stands today
    source: "OBRA-90, 42 U.S.C. 1396r-8(g)(2)(A); OAC 4729:5-5-08 (formerly 4729-5-20)",
    queues: ["rejection_resolution", "pre_verification"],
  },
  {
    id: "N2",
    rule: "Only a pharmacist overrides a drug utilization review alert",
    source: "South Dakota ARSD 20:51:30:15",
    queues: ["rejection_resolution", "pre_verification"],
  },
  {
    id: "N3",
    rule: "Whether a prescription is refilled is decided by a person, never by software",
    source: "Mississippi 30-3001, Article VIII",
    queues: ["contact_manager", "inbound_comms", "pre_verification"],
  },
  {
    id: "N4",
    rule: "Only a pharmacist does the final product check and releases the drug",
    source: "OAC 4729:5-5-04(A)(4)",
    queues: ["verification", "will_call"],
  },
  {
    id: "N5",
    rule: "A C-II prescription is never refilled",
    source: "21 CFR 1306.12(a)",
    queues: [],
    schedules: ["C-II", "unknown"],
  },
  {
    id: "N6",
    // C-V is outside the federal limit; a store may set its own
    rule: "A C-III or C-IV prescription is not refilled more than 5 times, nor 6 months after it was issued",
    source: "21 CFR 1306.22(a)",
    queues: [],
    schedules: ["C-III", "C-IV", "unknown"],
  },
  {
    id: "N7",
    rule: "Every judgement on dispensing a controlled drug is a pharmacist's own",
    source: "21 CFR 1306.04(a)",
    queues: [],
    schedules: CONTROLLED,
  },
  {
    id: "N8",
    rule: "A refill of a controlled drug is transferred only once, from pharmacist to pharmacist",
    source: "21 CFR 1306.25",
    queues: [],
    schedules: CONTROLLED,
  },
  {
    id: "N9",
    rule: "Nobody but the prescriber signs an electronic prescription for a controlled drug",
    source: "21 CFR 1311.115",
    queues: ["contact_manager", "inbound_comms"],
    schedules: CONTROLLED,
  },
  {
    id: "N10",
    rule: "An electronic prescription for a controlled drug that was altered on its way is not filled",
    source: "21 CFR 1306.08(d)",
    queues: ["inbound_comms", "data_entry", "pre_verification"],
    schedules: CONTROLLED,
  },
  {
    id: "N11",
    rule: "Software never changes the drug, its strength, the quantity or the directions",
    source: "OAC 4729:5-5-16",
    queues: [
      "inbound_comms",
      "data_entry",
      "rejection_resolution",
      "pre_verification",
      "dispensing",
    ],
  },
  {
    id: "N12",
    rule: "Counselling the patient, and recording that the patient declined it, is a person's act",
    source: "OBRA-90, 42 U.S.C. 1396r-8(g)(2)(A)(ii)",
    queues: ["verification", "will_call"],
  },
  {
    id: "N13",
    rule: "A prescription given by voice is taken by a person the state allows, never by software",
    source: "OAC 4729:5-5-10(D); South Dakota ARSD 20:51:30:15",
    queues: ["contact_manager", "inbound_comms", "data_entry"],
  },
  {
    id: "N14",
    rule: "“Refill too soon” is never overridden for a controlled drug, nor for any drug without evidence",
    source: "Assumption: house policy, no statute is cited",
    queues: ["rejection_resolution"],
  },
];
