import type { Scenario } from "../../pack";

export const INSURANCE_REJECTED_OUTDATED: Scenario = {
  key: "insurance_rejected_outdated",
  label: "Insurance rejected, card outdated",
  description:
    "The coverage on file expired and the old member number no longer matches; the patient is asked for the new card.",
  seed: {
    name: "Refill: amLODIPine 5 mg",
    description: "The claim came back because the coverage on file has expired.",
    queue: "rejection_resolution",
    insurance: "rejected",
    priority: 2,
    promisedInMinutes: 15,
    attributes: {
      rx_number: "RX-104231",
      drug: { name: "amLODIPine", strength: "5 mg", form: "tablet", schedule: null },
      sig: "Take 1 tablet by mouth every morning",
      quantity: 90,
      days_supply: 90,
      refills_remaining: 2,
      payer: "Whetstone Benefit Plan",
      reject_code: "68",
      reject_message: "Filled after the coverage on file expired",
      blocker: "Coverage expired, new card needed",
      store: { id: "014-00927", name: "Dayton, Far Hills", state: "OH" },
      patient: { initials: "M. T.", birth_year: 1971, last4: "0286" },
      prescriber: "Dr. S. Lindqvist",
      contact_method: "text message",
    },
    tasks: [
      { name: "Check eligibility", assigned_to: "Technician P. Osei", state: "completed" },
      {
        name: "Ask the patient for the new card",
        assigned_to: "Technician P. Osei",
        state: "in_progress",
      },
      { name: "Send the claim again", assigned_to: "Technician P. Osei", state: "pending" },
    ],
    events: [
      { event_type: "refill_requested", payload: { channel: "phone" } },
      {
        event_type: "claim_rejected",
        payload: { code: "68", payer: "Whetstone Benefit Plan" },
      },
      {
        event_type: "eligibility_failed",
        payload: { code: "52", payer: "Whetstone Benefit Plan" },
      },
    ],
  },
};
