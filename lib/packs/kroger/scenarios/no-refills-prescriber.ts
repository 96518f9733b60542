import type { Scenario } from "../../pack";

export const NO_REFILLS_PRESCRIBER: Scenario = {
  key: "no_refills_prescriber",
  label: "No refills left",
  description:
    "The prescriber is asked for a renewal and may answer Approved, ApprovedWithChanges, Denied or Replace.",
  seed: {
    name: "Renewal: losartan 50 mg",
    description: "No refills left; the renewal request to the prescriber has not gone out.",
    queue: "contact_manager",
    insurance: "pending",
    priority: 2,
    promisedInMinutes: -45,
    attributes: {
      rx_number: "RX-104259",
      drug: { name: "losartan", strength: "50 mg", form: "tablet", schedule: null },
      sig: "Take 1 tablet by mouth daily",
      quantity: 90,
      days_supply: 90,
      refills_remaining: 0,
      payer: "Lantern Mutual Rx",
      blocker: "No refills left, prescriber not asked yet",
      store: { id: "014-00412", name: "Columbus, High Street", state: "OH" },
      patient: { initials: "E. W.", birth_year: 1963, last4: "5902" },
      prescriber: "Dr. T. Brandt",
      contact_method: "electronic renewal request",
    },
    tasks: [
      {
        name: "Check for a renewal request already sent",
        assigned_to: "Technician A. Ruiz",
        state: "completed",
      },
      {
        name: "Ask the prescriber for a renewal",
        assigned_to: "Technician A. Ruiz",
        state: "pending",
      },
    ],
    events: [
      { event_type: "refill_requested", payload: { channel: "app" } },
      { event_type: "no_refills_found", payload: { refills_remaining: 0, open_requests: 0 } },
    ],
  },
};
