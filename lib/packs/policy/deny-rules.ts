import type { Schedule } from "../drug-schedule";
import type { PackPolicy } from "../pack";
import type { Act } from "./act";
import type { PolicyCapId } from "./policy-cap-id";
import type { PolicyFacts } from "./policy-facts";

/** Who would do it: a pharmacist is a person with a pharmacist's permission. */
export type Doer = "machine" | "person" | "pharmacist";

interface PolicyQuestion {
  acts: ReadonlySet<Act>;
  doer: Doer;
  facts: PolicyFacts;
  policy: PackPolicy;
  /** what supports it, in the words of whoever asks */
  evidence: string;
  now: Date;
}

/** Why it is denied, and to whom. */
export interface Refusal {
  detail: string;
  deniedTo: "everyone" | "machines" | "all but pharmacists";
}

type DenyRule = (question: PolicyQuestion) => Refusal | null;

/** One small rule for each number; none knows of gates, stages, rules or roles beyond a pharmacist's. */
export const DENY_RULES: Readonly<Record<PolicyCapId, DenyRule>> = {
  N1: forPharmacists(["complete_clinical_review"], "The review is a pharmacist's."),
  N2: forPharmacists(["override_dur_alert"], "The alert is a pharmacist's to answer."),
  N3: forPersons(["decide_refill"], "Software does not decide on a refill."),
  N4: forPharmacists(
    ["final_verification", "release_prescription"],
    "The last look and the release are a pharmacist's.",
  ),
  N5: refuseRefillOfScheduleTwo,
  N6: refuseRefillBeyondLimits,
  N7: forPharmacists(
    ["judge_controlled_dispensing"],
    "The drug is controlled, or is not understood and counts as controlled.",
  ),
  N8: refuseTransfer,
  N9: refuseForeignSignature,
  N10: refuseAltered,
  N11: forPersons(["change_prescription"], "Software changes nothing that was prescribed."),
  N12: forPersons(
    ["counsel_patient", "record_counselling_refusal"],
    "Software does not speak for a pharmacist or a patient.",
  ),
  N13: forPersons(["take_oral_prescription"], "The prescription was given by voice."),
  N14: refuseEarlyRefill,
};

function forPharmacists(acts: readonly Act[], detail: string): DenyRule {
  return (question) =>
    isAny(question, acts) && question.doer !== "pharmacist"
      ? { detail, deniedTo: "all but pharmacists" }
      : null;
}

function forPersons(acts: readonly Act[], detail: string): DenyRule {
  return (question) =>
    isAny(question, acts) && question.doer === "machine" ? { detail, deniedTo: "machines" } : null;
}

function refuseRefillOfScheduleTwo(question: PolicyQuestion): Refusal | null {
  const { schedule } = question.facts;
  const isTwo = schedule === "C-II" || schedule === "unknown";
  return isTwo && isAny(question, ["refill_prescription", "ask_renewal"])
    ? toEveryone(`The drug is ${labelOf(schedule)}; the prescriber writes a new prescription.`)
    : null;
}

function labelOf(schedule: Schedule): string {
  return schedule === "unknown"
    ? "of a schedule that is not understood and counts as C-II"
    : schedule;
}

function refuseRefillBeyondLimits(question: PolicyQuestion): Refusal | null {
  const { facts, policy, now } = question;
  const limit = policy.refillLimits[facts.schedule === "unknown" ? "C-III" : facts.schedule];
  if (!limit || !isAny(question, ["refill_prescription", "fill_prescription"])) {
    return null;
  }
  const { refillNumber, refillsRemaining, issuedAt, schedule } = facts;
  const told = [refillNumber, refillsRemaining, issuedAt?.getTime() ?? null];
  if (told.some(Number.isNaN)) {
    return toEveryone(
      "Which refill it is, how many are left or when it was issued is not understood; give whole numbers and a date.",
    );
  }
  if (refillNumber !== null && refillNumber > limit.refills) {
    return toEveryone(`It would be refill ${refillNumber} of a ${schedule} drug.`);
  }
  if (
    refillNumber !== null &&
    refillNumber > 0 &&
    refillsRemaining !== null &&
    refillsRemaining <= 0
  ) {
    return toEveryone(`The ${schedule} prescription has no refills left.`);
  }
  return issuedAt && now >= dayAfter(issuedAt, limit.months)
    ? toEveryone(
        `The ${schedule} prescription was issued on ${issuedAt.toISOString().slice(0, 10)}.`,
      )
    : null;
}

function refuseTransfer(question: PolicyQuestion): Refusal | null {
  const { transferCount, isTransferByPharmacists, schedule } = question.facts;
  if (isAny(question, ["transfer_prescription"])) {
    if (!(transferCount < 1)) {
      return toEveryone("It has been transferred once already.");
    }
    return question.doer === "pharmacist"
      ? null
      : { detail: "A pharmacist transfers it.", deniedTo: "all but pharmacists" };
  }
  const isWrong = !(transferCount <= 1) || !isTransferByPharmacists;
  return isWrong && schedule !== "none" && isAny(question, ["fill_prescription"])
    ? toEveryone("It came by a second transfer, or by one that was not between pharmacists.")
    : null;
}

function refuseForeignSignature(question: PolicyQuestion): Refusal | null {
  if (isAny(question, ["sign_prescription"])) {
    return toEveryone("Nobody here is the prescriber.");
  }
  const { signers, schedule } = question.facts;
  const isForeign = signers.some((signer) => !/^(prescriber|practitioner)$/i.test(signer));
  return isForeign && schedule !== "none" && isAny(question, ["fill_prescription"])
    ? toEveryone("It was signed by somebody other than the prescriber.")
    : null;
}

function refuseAltered(question: PolicyQuestion): Refusal | null {
  return question.facts.isAltered && isAny(question, ["fill_prescription"])
    ? toEveryone("The prescription was altered on its way.")
    : null;
}

function refuseEarlyRefill(question: PolicyQuestion): Refusal | null {
  if (!isAny(question, ["override_refill_too_soon"])) {
    return null;
  }
  const { schedule, earlyRefillEvidence } = question.facts;
  if (schedule !== "none") {
    return toEveryone("The drug is controlled, or is not understood and counts as controlled.");
  }
  if (question.evidence.trim() === "" && earlyRefillEvidence === "") {
    return toEveryone("Nothing supports the override; say in its note what does.");
  }
  return question.doer === "machine"
    ? { detail: "An override is a person's.", deniedTo: "machines" }
    : null;
}

function isAny({ acts }: PolicyQuestion, wanted: readonly Act[]): boolean {
  return wanted.some((act) => acts.has(act));
}

function toEveryone(detail: string): Refusal {
  return { detail, deniedTo: "everyone" };
}

/** The first moment after the day that lies so many calendar months later (UTC). */
function dayAfter(date: Date, months: number): Date {
  const [year, month, day] = [
    date.getUTCFullYear(),
    date.getUTCMonth() + months,
    date.getUTCDate(),
  ];
  const lastOfMonth = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month, Math.min(day, lastOfMonth) + 1));
}
