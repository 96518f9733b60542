import type { CaseCard } from "@/lib/contracts/dashboard";
import { rejectCodesOf } from "@/lib/packs/reject-code-of";
import { toWords } from "./words";

export interface Fact {
  label: string;
  value: string;
}

type Attributes = Readonly<Record<string, unknown>>;

/** What is known about a case, in reading order; what is not known is left out. */
export function caseFacts(card: CaseCard, attributes: Attributes): Fact[] {
  const drug = record(attributes["drug"]);
  const store = record(attributes["store"]);
  const facts: [string, string | null][] = [
    ["Patient", card.patient],
    ["Drug", card.drug],
    ["Form", text(drug["form"])],
    ["Schedule", card.schedule],
    ["Sig", text(attributes["sig"])],
    ["Quantity", quantity(attributes)],
    ["Refills left", text(attributes["refills_remaining"])],
    ["Prescriber", text(attributes["prescriber"])],
    ["Payer", text(attributes["payer"])],
    ["Reject", reject(attributes)],
    ["Contact by", text(attributes["contact_method"])],
    ["Store", withState(card.store, text(store["state"]))],
    ["Owner", card.owner],
    ["Priority", card.priority === 1 ? "1, most urgent" : String(card.priority)],
  ];
  return facts.flatMap(([label, value]) => (value === null ? [] : [{ label, value }]));
}

function record(value: unknown): Attributes {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}

/** Numbers come out without trailing zeros: "5", never "5.0". */
function text(value: unknown): string | null {
  if (typeof value === "number") {
    return String(value);
  }
  return typeof value === "string" && value.trim() !== "" ? value : null;
}

function quantity(attributes: Attributes): string | null {
  const count = text(attributes["quantity"]);
  const days = text(attributes["days_supply"]);
  if (count !== null && days !== null) {
    return `${count} for ${days} days`;
  }
  return count ?? (days === null ? null : `${days} days' supply`);
}

function reject(attributes: Attributes): string | null {
  const code = text(rejectCodesOf(attributes["reject_code"]).join(", "));
  const message = text(attributes["reject_message"]);
  return code === null || message === null ? (code ?? message) : `${code}: ${message}`;
}

function withState(store: string | null, state: string | null): string | null {
  return store === null || state === null || store.includes(state) ? store : `${store}, ${state}`;
}

/** "data_entry" in the pack's words where it has some */
export function queueLabel(key: string, labels: Readonly<Record<string, string>>): string {
  return labels[key] ?? toWords(key);
}
