import type { Scenario } from "../../pack";

export const OUT_OF_STOCK: Scenario = {
  key: "out_of_stock",
  label: "Out of stock",
  description:
    "Too little on the shelf to fill; a delivery is due and the patient is told. A pharmacist decides on a partial fill.",
  seed: {
    name: "Refill: levothyroxine 75 mcg",
    description: "12 of 90 tablets on hand; the order arrives tomorrow morning.",
    queue: "dispensing",
    insurance: "accepted",
    priority: 2,
    promisedInMinutes: -130,
    attributes: {
      rx_number: "RX-104319",
      drug: { name: "levothyroxine", strength: "75 mcg", form: "tablet", schedule: null },
      sig: "Take 1 tablet by mouth every morning on an empty stomach",
      quantity: 90,
      days_supply: 90,
      refills_remaining: 1,
      payer: "Tecumseh Ridge Health Plan",
      blocker: "12 of 90 on hand, delivery tomorrow",
      store: { id: "014-00841", name: "Akron, Fairlawn", state: "OH" },
      patient: { initials: "O. F.", birth_year: 1966, last4: "1395" },
      prescriber: "Dr. T. Brandt",
      contact_method: "text message",
    },
    tasks: [
      { name: "Order the drug", assigned_to: "Technician D. Varga", state: "completed" },
      {
        name: "Tell the patient about the delay",
        assigned_to: "Technician D. Varga",
        state: "in_progress",
      },
      {
        name: "Decide on a partial fill",
        assigned_to: "Pharmacist Y. Amari",
        state: "pending",
      },
      {
        name: "Pick and count with the barcode",
        assigned_to: "Technician D. Varga",
        state: "pending",
      },
    ],
    events: [
      { event_type: "refill_requested", payload: { channel: "app" } },
      { event_type: "claim_accepted", payload: { payer: "Tecumseh Ridge Health Plan" } },
      { event_type: "stock_short", payload: { on_hand: 12, needed: 90 } },
      { event_type: "stock_ordered", payload: { quantity: 100, due_in_hours: 18 } },
    ],
  },
};
