/** What a refill has to go through before it can be dispensed; each Kroger step completes its own. */
export const KROGER_TASKS = {
  prescriberApproval: { name: "Request prescriber approval", assignedTo: "contact_manager" },
  dataEntry: { name: "Enter prescription data", assignedTo: "data_entry" },
  preverification: { name: "Pharmacist pre-verification", assignedTo: "pharmacist" },
} as const;
