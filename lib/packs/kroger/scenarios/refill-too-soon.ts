import type { Scenario } from "../../pack";

export const REFILL_TOO_SOON: Scenario = {
  key: "refill_too_soon",
  label: "Refill too soon",
  description:
    "The last fill is not used up far enough; the fill is scheduled for the first allowed date.",
  seed: {
    name: "Refill: metFORMIN 500 mg",
    description: "61 of 90 days used; the plan pays from day 68.",
    queue: "rejection_resolution",
    insurance: "rejected",
    priority: 4,
    promisedInMinutes: 180,
    attributes: {
      rx_number: "RX-104277",
      drug: { name: "metFORMIN", strength: "500 mg", form: "tablet", schedule: null },
      sig: "Take 1 tablet by mouth twice daily with meals",
      quantity: 180,
      days_supply: 90,
      refills_remaining: 2,
      payer: "Tecumseh Ridge Health Plan",
      reject_code: "79",
      reject_message: "Too early: the plan pays again in 7 days",
      blocker: "Too soon, allowed in 7 days",
      store: { id: "014-00841", name: "Akron, Fairlawn", state: "OH" },
      patient: { initials: "H. S.", birth_year: 1955, last4: "6643" },
      prescriber: "Dr. L. Okafor",
      contact_method: "app notification",
    },
    tasks: [
      {
        name: "Schedule the fill for the allowed date",
        assigned_to: "Technician D. Varga",
        state: "pending",
      },
    ],
    events: [
      { event_type: "refill_requested", payload: { channel: "app" } },
      // assumption: this plan pays once 75 % of the last fill is used
      {
        event_type: "claim_rejected",
        payload: {
          code: "79",
          payer: "Tecumseh Ridge Health Plan",
          days_since_fill: 61,
          days_until_allowed: 7,
        },
      },
    ],
  },
};
