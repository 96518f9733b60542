import type { JsonObject } from "@/lib/contracts/common";
import type { ReservedActName } from "@/lib/packs/policy/act";
import type { PolicyCapId } from "@/lib/packs/policy/policy-cap-id";

/** A case on which a registered action comes to what one of the rules denies. */
export interface PolicyRow {
  id: PolicyCapId;
  /** the name by which it may be asked for */
  word: ReservedActName;
  given: { queue: string; attributes: JsonObject; tasks?: string[] };
  act: { type: string; payload: JsonObject };
  deniedTo: "everyone" | "all but pharmacists" | "machines";
}

const drug = (schedule: string | null) => ({ name: "a drug", schedule });
const advance = { type: "advance_queue", payload: {} };
const override = (note: string) => ({
  type: "resolve_rejection",
  payload: { resolution: "override", reason_code: "clinically_reviewed", note },
});
const entered = (attributes: JsonObject) => ({
  queue: "data_entry",
  attributes: { drug: drug("C-IV"), ...attributes },
});
const answered = (attributes: JsonObject) => ({ queue: "inbound_comms", attributes });

const pharmacists = "all but pharmacists" as const;

export const POLICY_ROWS: readonly PolicyRow[] = [
  {
    id: "N1",
    word: "complete_clinical_review",
    given: { queue: "pre_verification", attributes: {} },
    act: advance,
    deniedTo: pharmacists,
  },
  {
    id: "N2",
    word: "override_dur_alert",
    given: { queue: "rejection_resolution", attributes: { reject_code: "88" } },
    act: override("interaction judged"),
    deniedTo: pharmacists,
  },
  {
    id: "N3",
    word: "decide_refill",
    given: { queue: "pre_verification", attributes: { drug: drug(null) } },
    act: { type: "advance_queue", payload: { to_queue: "dispensing" } },
    deniedTo: pharmacists,
  },
  {
    id: "N4",
    word: "release_prescription",
    given: { queue: "verification", attributes: {} },
    act: advance,
    deniedTo: pharmacists,
  },
  {
    id: "N5",
    word: "refill_prescription",
    given: {
      queue: "contact_manager",
      attributes: { drug: drug("C-II"), refills_remaining: 0 },
    },
    act: { type: "request_renewal", payload: {} },
    deniedTo: "everyone",
  },
  {
    id: "N6",
    word: "refill_prescription",
    given: entered({ refill_number: 6 }),
    act: advance,
    deniedTo: "everyone",
  },
  {
    id: "N7",
    word: "judge_controlled_dispensing",
    given: { queue: "pre_verification", attributes: { drug: drug("C-IV") } },
    act: advance,
    deniedTo: pharmacists,
  },
  {
    id: "N8",
    word: "transfer_prescription",
    given: entered({ transfer: { count: 2 } }),
    act: advance,
    deniedTo: "everyone",
  },
  {
    id: "N9",
    word: "sign_prescription",
    given: entered({ epcs: { signed_by: "agent" } }),
    act: advance,
    deniedTo: "everyone",
  },
  {
    id: "N10",
    word: "fill_prescription",
    given: entered({ epcs: { altered: true } }),
    act: advance,
    deniedTo: "everyone",
  },
  {
    id: "N11",
    word: "change_prescription",
    given: answered({ prescriber_answer: "Replace" }),
    act: advance,
    deniedTo: "machines",
  },
  {
    id: "N12",
    word: "counsel_patient",
    given: { queue: "dispensing", attributes: {}, tasks: ["Counsel the patient"] },
    act: { type: "complete_task", payload: {} },
    deniedTo: "machines",
  },
  {
    id: "N13",
    word: "take_oral_prescription",
    given: answered({ origin: "oral" }),
    act: advance,
    deniedTo: "machines",
  },
  {
    id: "N14",
    word: "override_refill_too_soon",
    given: {
      queue: "rejection_resolution",
      attributes: { reject_code: "79", drug: drug("C-IV") },
    },
    act: override("lost on the way"),
    deniedTo: "everyone",
  },
];
