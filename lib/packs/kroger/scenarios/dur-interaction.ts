import type { Scenario } from "../../pack";

export const DUR_INTERACTION: Scenario = {
  key: "dur_interaction",
  label: "Drug interaction",
  description:
    "The drug utilization review found an interaction with a drug filled elsewhere; only a pharmacist may answer it.",
  seed: {
    name: "Refill: simvastatin 40 mg",
    description: "Clarithromycin was filled at another pharmacy two days ago.",
    queue: "rejection_resolution",
    insurance: "rejected",
    priority: 1,
    promisedInMinutes: -20,
    attributes: {
      rx_number: "RX-104295",
      drug: { name: "simvastatin", strength: "40 mg", form: "tablet", schedule: null },
      sig: "Take 1 tablet by mouth every evening",
      quantity: 30,
      days_supply: 30,
      refills_remaining: 6,
      payer: "Silver Maple Advantage",
      reject_code: "88",
      reject_message: "The payer's review found a severe interaction with clarithromycin",
      blocker: "Interaction, pharmacist review",
      store: { id: "014-00718", name: "Toledo, Monroe Street", state: "OH" },
      patient: { initials: "B. N.", birth_year: 1947, last4: "2564" },
      prescriber: "Dr. M. Haddad",
      contact_method: "phone",
    },
    tasks: [
      {
        name: "Review the interaction",
        assigned_to: "Pharmacist Y. Amari",
        state: "in_progress",
      },
      { name: "Call the prescriber", assigned_to: "Pharmacist Y. Amari", state: "pending" },
      {
        name: "Answer the payer with professional service codes",
        assigned_to: "Pharmacist Y. Amari",
        state: "pending",
      },
    ],
    events: [
      { event_type: "refill_requested", payload: { channel: "auto_refill" } },
      {
        event_type: "claim_rejected",
        payload: { code: "88", payer: "Silver Maple Advantage" },
      },
      {
        event_type: "dur_alert_raised",
        payload: { kind: "drug_drug", severity: "severe", other_drug: "clarithromycin" },
      },
    ],
  },
};
