import { squash } from "../squash";
import type { PolicyCapId } from "./policy-cap-id";

interface ReservedAct {
  /** the rules that speak of it, the one that names it best first */
  rules: readonly [PolicyCapId, ...PolicyCapId[]];
  /** what whoever asked for it does instead */
  nextStep: string;
  /** other names that callers use for it */
  aliases: readonly string[];
}

const review = "A signed-in pharmacist reviews the case and moves it on.";
const counsel = "Counselling is offered and recorded by a person at pickup.";

/** Acts that no software carries out. They may be asked for by name, and are refused by name. */
export const RESERVED_ACTS = {
  complete_clinical_review: {
    rules: ["N1"],
    nextStep: review,
    aliases: ["clinical_review", "complete_dur", "dur_review", "drug_utilization_review"],
  },
  override_dur_alert: {
    rules: ["N2"],
    nextStep: "A signed-in pharmacist answers the alert in rejection resolution.",
    aliases: ["dur_override", "override_dur", "dismiss_dur_alert"],
  },
  decide_refill: {
    rules: ["N3"],
    nextStep: review,
    aliases: ["approve_refill", "authorize_refill", "deny_refill"],
  },
  release_prescription: {
    rules: ["N4"],
    nextStep: "A signed-in pharmacist moves the case from verification to will call.",
    aliases: ["release", "release_drug", "sell_prescription"],
  },
  final_verification: {
    rules: ["N4"],
    nextStep: "A signed-in pharmacist checks the product in verification.",
    aliases: [
      "verify_product",
      "final_check",
      "final_product_check",
      "complete_final_verification",
    ],
  },
  refill_prescription: {
    rules: ["N5", "N6", "N3"],
    nextStep: review,
    aliases: ["refill", "dispense_refill"],
  },
  judge_controlled_dispensing: {
    rules: ["N7"],
    nextStep: review,
    aliases: ["dispense_controlled", "approve_controlled", "judge_controlled"],
  },
  transfer_prescription: {
    rules: ["N8"],
    nextStep: "A pharmacist transfers it to a pharmacist in the dispensing system, once.",
    aliases: ["transfer", "transfer_refill", "transfer_controlled_refill"],
  },
  sign_prescription: {
    rules: ["N9"],
    nextStep: "Ask the prescriber to sign; request_renewal sends the question.",
    aliases: ["sign", "sign_epcs", "sign_for_prescriber"],
  },
  fill_prescription: {
    rules: ["N10", "N7", "N4"],
    nextStep: "Ask the prescriber for a new prescription where it was altered; a pharmacist fills.",
    aliases: ["fill", "fill_epcs", "dispense", "dispense_prescription"],
  },
  change_prescription: {
    rules: ["N11"],
    nextStep: "A person enters the change after the prescriber or a pharmacist has made it.",
    aliases: ["change_drug", "change_strength", "change_quantity", "change_sig", "substitute_drug"],
  },
  counsel_patient: { rules: ["N12"], nextStep: counsel, aliases: ["counsel", "offer_counseling"] },
  record_counselling_refusal: {
    rules: ["N12"],
    nextStep: counsel,
    aliases: ["record_counseling_refusal", "decline_counselling", "decline_counseling"],
  },
  take_oral_prescription: {
    rules: ["N13"],
    nextStep: "A person whom the state allows takes it by voice and enters it.",
    aliases: [
      "take_verbal_prescription",
      "take_phone_prescription",
      "transcribe_voice_prescription",
    ],
  },
  override_refill_too_soon: {
    rules: ["N14"],
    nextStep: "Resolve the reject with schedule_refill.",
    aliases: ["refill_too_soon_override", "early_refill", "override_early_refill"],
  },
} as const satisfies Readonly<Record<string, ReservedAct>>;

export type ReservedActName = keyof typeof RESERVED_ACTS;
/** What a step comes to: a reserved act, or the question to the prescriber for a renewal. */
export type Act = ReservedActName | "ask_renewal";

const BY_WORD = new Map(
  Object.entries(RESERVED_ACTS).flatMap(([name, { aliases }]) =>
    [name, ...aliases].map((word) => [squash(word), name] as const),
  ),
) as ReadonlyMap<string, ReservedActName>;

/** Pure: the reserved act that a caller means, however the word is spelt; null for any other word. */
export function reservedActOf(word: string): ReservedActName | null {
  return BY_WORD.get(squash(word)) ?? null;
}
