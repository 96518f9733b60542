import type { Stage } from "../pack";

interface RejectCode {
  /** what the payer means, in our own words */
  meaning: string;
  usualFix: string;
  /** who has the next step */
  who: "technician" | "pharmacist" | "prescriber" | "system";
  /** the most automation that the step in `capCovers` may reach; every other step is a person's */
  cap: Stage;
  capCovers: string;
}

const rescanCard = {
  usualFix: "Scan the card again and check eligibility",
  who: "technician",
  cap: "full_auto",
  capCovers: "Message that asks the patient for the card",
} as const;

const findCoverage = {
  usualFix: "Ask for new coverage; if there is none, offer cash or a discount card",
  who: "technician",
  cap: "propose",
  capCovers: "Choice of coverage, cash or discount card",
} as const;

const askForAlternative = {
  usualFix: "Pharmacist asks the prescriber for a covered alternative or an exception",
  who: "prescriber",
  cap: "propose",
  capCovers: "Draft of the request to the prescriber",
} as const;

const fixPrescriberId = {
  usualFix: "Correct the prescriber's NPI and send the claim again",
  who: "technician",
  cap: "propose", // assumption: the sources name no cap
  capCovers: "NPI to send",
} as const;

const pickNdcAgain = {
  usualFix: "Pick an active NDC of the same drug, strength and form",
  who: "technician",
  cap: "propose", // assumption: the sources name no cap
  capCovers: "NDC to pick",
} as const;

const waitForPayer = {
  usualFix: "Keep the claim, back off, try again; outage mode when it lasts",
  who: "system",
  cap: "full_auto", // assumption: the sources say "system"
  capCovers: "Holding the claim and sending it again",
} as const;

/** Telecom reject codes the pack works on. Our wording; the standard's own text is copyrighted. */
export const REJECT_CODES: Readonly<Record<string, RejectCode>> = {
  "01": { meaning: "The card's BIN is missing or wrong", ...rescanCard },
  "04": { meaning: "The card's processor number is missing or wrong", ...rescanCard },
  "06": { meaning: "The card's group number is missing or wrong", ...rescanCard },
  "07": { meaning: "The member number is missing or wrong", ...rescanCard },
  "52": { meaning: "The payer knows nobody with this member number", ...rescanCard },
  "65": { meaning: "The payer does not cover this patient", ...findCoverage },
  "67": { meaning: "Filled before the coverage begins", ...findCoverage },
  "68": { meaning: "Filled after the coverage expired", ...findCoverage },
  "69": { meaning: "Filled after the coverage was terminated", ...findCoverage },
  "40": {
    meaning: "The plan has no contract with this pharmacy",
    usualFix: "Transfer the prescription to a pharmacy in the plan's network",
    who: "pharmacist",
    cap: "propose", // assumption; N8 takes controlled drugs out altogether
    capCovers: "Suggestion of a pharmacy, uncontrolled drugs only",
  },
  "41": {
    meaning: "Another payer has to be billed first",
    usualFix: "Put the payers in the right order and bill again",
    who: "technician",
    cap: "guarded_auto",
    capCovers: "Reordering the payers on file",
  },
  "70": { meaning: "The plan does not cover this product", ...askForAlternative },
  MR: { meaning: "The product is not on the plan's formulary", ...askForAlternative },
  "75": {
    meaning: "The payer wants a prior authorization",
    usualFix:
      "Start the electronic prior authorization; a pharmacist may give a 72-hour emergency supply",
    who: "technician",
    cap: "conditional_auto",
    capCovers: "Start of the prior authorization, never the emergency supply",
  },
  "76": {
    meaning: "More than the plan pays for",
    usualFix: "Ask for authorization, or a pharmacist cuts the quantity",
    who: "technician",
    cap: "propose",
    capCovers: "Which way to go; the quantity is a pharmacist's",
  },
  "79": {
    meaning: "Refilled before enough of the last fill is used up",
    usualFix: "Schedule the fill for the first allowed date; a person decides on an override",
    who: "system",
    cap: "full_auto",
    capCovers: "Scheduling for the allowed date, never an override",
  },
  "88": {
    meaning: "The payer's drug utilization review found a problem",
    usualFix: "A pharmacist reviews, then answers with professional service codes",
    who: "pharmacist",
    cap: "observe", // N1 and N2: nothing here is automated
    capCovers: "Showing the alert",
  },
  "25": { meaning: "The prescriber's number is missing or wrong", ...fixPrescriberId },
  "56": { meaning: "The payer does not know the prescriber's number", ...fixPrescriberId },
  "71": { meaning: "The plan does not pay for this prescriber", ...fixPrescriberId },
  "21": { meaning: "The product's NDC is missing or wrong", ...pickNdcAgain },
  "77": { meaning: "The product's NDC is discontinued", ...pickNdcAgain },
  "92": { meaning: "The payer's system does not answer", ...waitForPayer },
  "99": { meaning: "The payer's system failed while it worked on the claim", ...waitForPayer },
};

/** null for a code the pack does not know: a person reads it. */
export function findRejectCode(code: string): RejectCode | null {
  return Object.hasOwn(REJECT_CODES, code) ? (REJECT_CODES[code] ?? null) : null;
}
