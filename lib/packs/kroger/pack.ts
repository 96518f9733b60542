import type { Pack } from "../pack";
import { POLICY } from "./policy";
import { POLICY_CAPS } from "./policy-caps";
import { GATES, QUEUES, TRANSITIONS } from "./queues";
import { SCENARIOS } from "./scenarios";

/** Retail refills the Kroger way, for Ohio. Targets and times are assumptions, shown as such. */
export const KROGER: Pack = {
  id: "kroger",
  label: "Kroger retail refills",
  defaultQueue: "data_entry",
  rejectionQueue: "rejection_resolution",
  queues: QUEUES,
  transitions: TRANSITIONS,
  gates: GATES,
  policyCaps: POLICY_CAPS,
  policy: POLICY,
  scenarios: SCENARIOS,
  templates: [
    {
      key: "kroger_refill_atorvastatin",
      name: "Atorvastatin refill, prescriber approval needed",
      description:
        "A refill without refills left: the contact manager asks the prescriber before a prescription exists.",
      startQueue: "contact_manager",
      defaults: { drug: "atorvastatin", sig: "Take 1 tablet by mouth daily", days_supply: 90 },
    },
  ],
};
