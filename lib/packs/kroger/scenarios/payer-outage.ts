import type { Scenario } from "../../pack";

/** No reject_code here: a payer that does not answer (92) has rejected nothing. */
export const PAYER_OUTAGE: Scenario = {
  key: "payer_outage",
  label: "Payer outage",
  description:
    "The payer does not answer. The claim is kept and sent again; the case waits and is never shown as rejected.",
  seed: {
    name: "Refill: hydrOXYzine 25 mg",
    description: "Entry done; the claim is held until the payer answers.",
    queue: "data_entry",
    insurance: "pending",
    priority: 3,
    promisedInMinutes: 12,
    attributes: {
      rx_number: "RX-104302",
      drug: {
        name: "hydrOXYzine hydrochloride",
        strength: "25 mg",
        form: "tablet",
        schedule: null,
      },
      sig: "Take 1 tablet by mouth three times daily as needed for itching",
      quantity: 90,
      days_supply: 30,
      refills_remaining: 1,
      payer: "Millrace Health Cooperative",
      blocker: "Payer not answering, claim held",
      store: { id: "014-00927", name: "Dayton, Far Hills", state: "OH" },
      patient: { initials: "L. G.", birth_year: 1978, last4: "8129" },
      prescriber: "Dr. N. Ferreira",
    },
    tasks: [
      {
        name: "Enter directions, quantity and days",
        assigned_to: "Technician P. Osei",
        state: "completed",
      },
      { name: "Send the held claim when the payer answers", assigned_to: null, state: "pending" },
    ],
    events: [
      { event_type: "refill_requested", payload: { channel: "phone" } },
      {
        event_type: "payer_unavailable",
        payload: { code: "92", payer: "Millrace Health Cooperative" },
      },
      { event_type: "claim_held", payload: { attempts: 3, next_attempt_minutes: 10 } },
    ],
  },
};
