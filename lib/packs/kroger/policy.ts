import type { PackPolicy } from "../pack";
import { AUTOMATION_CAPS } from "./automation-caps";

/** 21 CFR 1306.22(a) */
const FIVE_IN_SIX_MONTHS = { refills: 5, months: 6 };

/** What the deny rules and the caps need to know of a Kroger refill. */
export const POLICY: PackPolicy = {
  jurisdiction: "OH",
  automationCaps: AUTOMATION_CAPS,
  fillQueues: ["pre_verification", "dispensing", "verification", "will_call"],
  clinicalSteps: [
    {
      from: "pre_verification",
      to: "dispensing",
      acts: ["complete_clinical_review", "decide_refill"],
    },
    {
      from: "verification",
      to: "will_call",
      acts: ["final_verification", "release_prescription"],
    },
  ],
  // Federal law leaves C-V out; a store that limits it adds "C-V" here.
  refillLimits: { "C-III": FIVE_IN_SIX_MONTHS, "C-IV": FIVE_IN_SIX_MONTHS },
};
