import type { CaseAttributes } from "./pack";

/** What a pack declares, but the patient; with the fields of those that are objects. */
const DECLARED: Record<Exclude<keyof CaseAttributes, "patient">, readonly string[]> = {
  rx_number: [],
  drug: ["name", "strength", "form", "schedule"],
  sig: [],
  quantity: [],
  days_supply: [],
  refills_remaining: [],
  payer: [],
  reject_code: [],
  reject_message: [],
  blocker: [],
  store: ["id", "name", "state"],
  prescriber: [],
  contact_method: [],
};
const WRITTEN_BY_ACTIONS = ["last_message", "resolution"];
/** Words and numbers that the deny rules read; their free texts are not among them. */
const READ_BY_POLICY = [
  "drug_schedule",
  "schedule",
  "refill_number",
  "refills_used",
  "issued_at",
  "date_written",
  "transfer_count",
];

/** Attributes of a case that are shown as they are, with the fields of those that are objects. */
export const SHOWN_ATTRIBUTES: ReadonlyMap<string, readonly string[]> = new Map([
  ...Object.entries(DECLARED),
  ...[...WRITTEN_BY_ACTIONS, ...READ_BY_POLICY].map((name) => [name, []] as const),
]);
