import type { Scenario } from "../../pack";

export const HAPPY_PATH: Scenario = {
  key: "happy_path",
  label: "Happy path",
  description: "The prescriber approved the renewal unchanged and the coverage is active.",
  seed: {
    name: "Refill: atorvastatin 20 mg",
    description: "Renewal approved unchanged; patient, drug and prescriber match the request.",
    queue: "inbound_comms",
    insurance: "accepted",
    priority: 3,
    promisedInMinutes: 240,
    attributes: {
      rx_number: "RX-104218",
      drug: { name: "atorvastatin", strength: "20 mg", form: "tablet", schedule: null },
      sig: "Take 1 tablet by mouth daily",
      quantity: 90,
      days_supply: 90,
      refills_remaining: 3,
      payer: "Tecumseh Ridge Health Plan",
      store: { id: "014-00412", name: "Columbus, High Street", state: "OH" },
      patient: { initials: "J. D.", birth_year: 1958, last4: "4417" },
      prescriber: "Dr. L. Okafor",
      contact_method: "electronic renewal request",
    },
    tasks: [
      { name: "Send the renewal request", assigned_to: "Technician A. Ruiz", state: "completed" },
      {
        name: "Match the answer to patient, drug and prescriber",
        assigned_to: "Technician A. Ruiz",
        state: "in_progress",
      },
    ],
    events: [
      { event_type: "refill_requested", payload: { channel: "app" } },
      { event_type: "renewal_requested", payload: { channel: "electronic", refills_remaining: 0 } },
      { event_type: "prescriber_answered", payload: { answer: "Approved", refills: 3 } },
      {
        event_type: "eligibility_confirmed",
        payload: { payer: "Tecumseh Ridge Health Plan", active: true },
      },
    ],
  },
};
