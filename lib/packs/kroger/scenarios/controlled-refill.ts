import type { Scenario } from "../../pack";

export const CONTROLLED_REFILL: Scenario = {
  key: "controlled_refill",
  label: "Controlled refill",
  description:
    "A C-IV refill within its limits: automation may show and sort, a pharmacist decides (21 CFR 1306.04(a), 1306.22(a)).",
  seed: {
    name: "Refill: clonazePAM 0.5 mg (C-IV)",
    description: "Fourth of 5 allowed refills, 118 days after issue; waits for the pharmacist.",
    queue: "pre_verification",
    insurance: "accepted",
    priority: 2,
    promisedInMinutes: 18,
    attributes: {
      rx_number: "RX-104284",
      drug: { name: "clonazePAM", strength: "0.5 mg", form: "tablet", schedule: "C-IV" },
      sig: "Take 1 tablet by mouth twice daily",
      quantity: 60,
      days_supply: 30,
      refills_remaining: 2,
      payer: "Whetstone Benefit Plan",
      blocker: "Controlled drug, pharmacist decides",
      store: { id: "014-00533", name: "Cincinnati, Oakley", state: "OH" },
      patient: { initials: "V. P.", birth_year: 1984, last4: "9071" },
      prescriber: "Dr. S. Lindqvist",
    },
    tasks: [
      { name: "Verify the entry", assigned_to: "Pharmacist K. Novak", state: "completed" },
      {
        name: "Review the OARRS report and the fill dates",
        assigned_to: "Pharmacist K. Novak",
        state: "in_progress",
      },
      {
        name: "Complete the drug utilization review",
        assigned_to: "Pharmacist K. Novak",
        state: "pending",
      },
    ],
    events: [
      { event_type: "refill_requested", payload: { channel: "counter" } },
      {
        event_type: "refill_limits_checked",
        payload: { refill_number: 4, refills_allowed: 5, days_since_issue: 118 },
      },
      { event_type: "claim_accepted", payload: { payer: "Whetstone Benefit Plan" } },
    ],
  },
};
