import type { AutomationCap } from "../pack";
import { REJECT_CODES } from "./reject-codes";

const HOUSE = "Assumption: house policy, no statute is cited";
const CONTROLLED = "21 CFR 1306.04(a)";
const REVIEW = "OBRA-90, 42 U.S.C. 1396r-8(g)(2)(A); OAC 4729:5-5-08";

const everywhere = { state: "*", schedule: "*", action: "*" } as const;

/** By queue. Whatever no row speaks of is proposed at most; rejects go by their code. */
const BY_QUEUE: readonly AutomationCap[] = [
  { ...everywhere, queue: "contact_manager", cap: "full_auto", source: HOUSE },
  { ...everywhere, queue: "inbound_comms", cap: "conditional_auto", source: HOUSE },
  {
    ...everywhere,
    state: "OH",
    queue: "data_entry",
    cap: "guarded_auto",
    source: "OAC 4729:5-5-04(A)(2)",
  },
  {
    ...everywhere,
    queue: "data_entry",
    action: "enter_free_text_sig",
    cap: "propose",
    source: "OAC 4729:5-5-04(A)(2)",
  },
  { ...everywhere, queue: "pre_verification", cap: "propose", source: REVIEW },
  {
    ...everywhere,
    state: "MS",
    queue: "pre_verification",
    cap: "propose",
    source: "Mississippi 30-3001, Article VIII",
  },
  // Routing and the tasks around it; what is picked and counted is a technician's to say.
  { ...everywhere, queue: "dispensing", cap: "conditional_auto", source: HOUSE },
  {
    ...everywhere,
    state: "OH",
    queue: "verification",
    cap: "propose",
    source: "OAC 4729:5-5-04(A)(4)",
  },
  { ...everywhere, queue: "will_call", action: "notify_patient", cap: "full_auto", source: HOUSE },
];

const controlled = { state: "*", action: "*", cap: "propose", source: CONTROLLED } as const;

/** By drug, wherever the case stands. */
const BY_SCHEDULE: readonly AutomationCap[] = [
  { ...controlled, schedule: "C-II" },
  { ...controlled, schedule: "C-III" },
  { ...controlled, schedule: "C-IV" },
  { ...controlled, schedule: "C-V" },
  {
    ...controlled,
    schedule: "unknown",
    source: `${CONTROLLED}; what is not understood counts as controlled`,
  },
  {
    state: "*",
    schedule: "C-II",
    action: "request_renewal",
    cap: "observe",
    source: "21 CFR 1306.12(a)",
  },
];

/** The one step of each code that its cap speaks of; every other step on it is proposed at most. */
const STEP_OF_CODE: Readonly<Record<string, string>> = {
  "01": "notify_patient",
  "04": "notify_patient",
  "06": "notify_patient",
  "07": "notify_patient",
  "52": "notify_patient",
  "41": "reorder_coverage",
  "75": "start_prior_authorization",
  "79": "schedule_refill",
  "88": "*",
  "92": "resubmit",
  "99": "resubmit",
};
const DUR_SOURCE = "South Dakota ARSD 20:51:30:15; OBRA-90, 42 U.S.C. 1396r-8(g)(2)(A)";

/** By the payer's reject code, in the queue where rejects are worked. */
const BY_REJECT: readonly AutomationCap[] = [
  ...Object.entries(REJECT_CODES).map(([rejectCode, { cap }]) => ({
    ...everywhere,
    queue: "rejection_resolution",
    rejectCode,
    action: STEP_OF_CODE[rejectCode] ?? "*",
    cap,
    source: rejectCode === "88" ? DUR_SOURCE : HOUSE,
  })),
  {
    ...everywhere,
    queue: "rejection_resolution",
    rejectCode: "79",
    action: "override",
    cap: "observe",
    source: HOUSE,
  },
];

/** The most automation for each state, drug schedule and action, as data. Designed toward the law. */
export const AUTOMATION_CAPS: readonly AutomationCap[] = [
  ...BY_QUEUE,
  ...BY_SCHEDULE,
  ...BY_REJECT,
];
