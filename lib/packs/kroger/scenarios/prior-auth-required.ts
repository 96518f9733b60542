import type { Scenario } from "../../pack";

export const PRIOR_AUTH_REQUIRED: Scenario = {
  key: "prior_auth_required",
  label: "Prior authorization required",
  description:
    "The payer wants a prior authorization; it is started electronically and its clock runs. A pharmacist decides on an emergency supply.",
  seed: {
    name: "Refill: SITagliptin 100 mg",
    description: "The electronic prior authorization is with the prescriber; the plan waits.",
    queue: "rejection_resolution",
    insurance: "rejected",
    priority: 3,
    promisedInMinutes: 600,
    attributes: {
      rx_number: "RX-104246",
      drug: { name: "SITagliptin", strength: "100 mg", form: "tablet", schedule: null },
      sig: "Take 1 tablet by mouth daily",
      quantity: 30,
      days_supply: 30,
      refills_remaining: 5,
      payer: "Silver Maple Advantage",
      reject_code: "75",
      reject_message: "The plan pays only after a prior authorization",
      blocker: "Waiting for prior authorization",
      store: { id: "014-00533", name: "Cincinnati, Oakley", state: "OH" },
      patient: { initials: "R. K.", birth_year: 1949, last4: "7730" },
      prescriber: "Dr. M. Haddad",
      contact_method: "electronic prior authorization",
    },
    tasks: [
      {
        name: "Start the prior authorization",
        assigned_to: "Technician D. Varga",
        state: "completed",
      },
      {
        name: "Follow up with the prescriber's office",
        assigned_to: "Technician D. Varga",
        state: "pending",
      },
      {
        name: "Decide on a 72-hour emergency supply",
        assigned_to: "Pharmacist K. Novak",
        state: "pending",
      },
    ],
    events: [
      { event_type: "refill_requested", payload: { channel: "app" } },
      {
        event_type: "claim_rejected",
        payload: { code: "75", payer: "Silver Maple Advantage" },
      },
      // assumption: the payer answers within 72 hours
      {
        event_type: "prior_auth_started",
        payload: { channel: "electronic", answer_due_hours: 72 },
      },
    ],
  },
};
