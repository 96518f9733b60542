import type { Scenario } from "../../pack";

export const NO_INSURANCE_DISCOUNT_CARD: Scenario = {
  key: "no_insurance_discount_card",
  label: "No insurance, discount card",
  description:
    "The old payer no longer covers the patient and no other coverage was found; a discount card is offered.",
  seed: {
    name: "Refill: buPROPion 150 mg",
    description: "No active coverage; the patient has not yet chosen between cash and the card.",
    queue: "rejection_resolution",
    insurance: "none",
    priority: 3,
    promisedInMinutes: 90,
    attributes: {
      rx_number: "RX-104263",
      drug: {
        name: "buPROPion",
        strength: "150 mg",
        form: "extended-release tablet",
        schedule: null,
      },
      sig: "Take 1 tablet by mouth every morning",
      quantity: 30,
      days_supply: 30,
      refills_remaining: 4,
      payer: "Lantern Mutual Rx",
      reject_code: "65",
      reject_message: "The payer on file does not cover this patient",
      blocker: "No coverage found, patient to choose",
      store: { id: "014-00718", name: "Toledo, Monroe Street", state: "OH" },
      patient: { initials: "C. A.", birth_year: 1990, last4: "3158" },
      prescriber: "Dr. N. Ferreira",
      contact_method: "phone",
    },
    tasks: [
      { name: "Look for other coverage", assigned_to: "Technician P. Osei", state: "completed" },
      {
        name: "Offer cash or the discount card",
        assigned_to: "Technician P. Osei",
        state: "pending",
      },
    ],
    events: [
      { event_type: "refill_requested", payload: { channel: "counter" } },
      { event_type: "claim_rejected", payload: { code: "65", payer: "Lantern Mutual Rx" } },
      { event_type: "coverage_search_completed", payload: { found: 0 } },
    ],
  },
};
