import { nextForward } from "../find-pack";
import type { Pack } from "../pack";
import { isCounselling } from "../pharmacists-work";
import { isKnownCode, isPharmacistsCode } from "../reject-code-of";
import type { Act } from "./act";
import type { PolicyFacts } from "./policy-facts";

/** What a step would do to a case, told by its effects and never by its name. */
export interface PolicyStep {
  /** where the case stands */
  queue: string;
  moves: readonly { from: string; to: string }[];
  /** names of the attributes it would set */
  changes: readonly string[];
  /** how a reject would be resolved; null when none is */
  resolution: string | null;
  /** what supports it, in the words of whoever asks */
  evidence: string;
  /** it asks the prescriber for a renewal, or records that one was given */
  isRenewal: boolean;
  /** names of the tasks it would complete */
  completes: readonly string[];
  /** it needs a pharmacist's judgement */
  isClinical: boolean;
}

export const NO_STEP: Omit<PolicyStep, "queue"> = {
  moves: [],
  changes: [],
  resolution: null,
  evidence: "",
  isRenewal: false,
  completes: [],
  isClinical: false,
};

/** What a prescription says; whoever sets one of these changes it. */
const PRESCRIBED = ["drug", "strength", "quantity", "sig", "days_supply"];
const DUR_REJECT = "88";
const TOO_SOON_REJECT = "79";

/** Pure: all reserved acts that the step comes to. */
export function actsOfStep(pack: Pack, facts: PolicyFacts, step: PolicyStep): ReadonlySet<Act> {
  const acts = [
    ...step.moves.flatMap((move) => actsOfMove(pack, facts, move)),
    ...(step.changes.some((name) => PRESCRIBED.includes(name)) ? ["change_prescription"] : []),
    ...(step.resolution === "override" ? actsOfOverride(facts) : []),
    ...(step.isRenewal ? ["ask_renewal"] : []),
    ...step.completes.flatMap((name) => (isCounselling(name) ? ["counsel_patient"] : [])),
    ...(step.isClinical ? clinicalActs(pack, facts, step) : []),
  ] as const;
  return new Set(acts as readonly Act[]);
}

function actsOfMove(pack: Pack, facts: PolicyFacts, { from, to }: { from: string; to: string }) {
  const { clinicalSteps, fillQueues } = pack.policy;
  const clinical = clinicalSteps.find((step) => step.from === from && step.to === to);
  const isFill = fillQueues.includes(to);
  // What is not understood is not a number, and compares as neither; it counts as a refill.
  const isRefill = !((facts.refillNumber ?? 0) < 1) || facts.hasRefills;
  const isEntry = to === pack.defaultQueue && from !== pack.rejectionQueue;
  return [
    ...(clinical?.acts ?? []),
    ...(from === pack.rejectionQueue ? actsOfReject(facts) : []),
    ...(isFill ? ["fill_prescription" as const] : []),
    ...(isFill && isRefill ? ["refill_prescription" as const] : []),
    ...(isEntry && facts.isOral ? ["take_oral_prescription" as const] : []),
    ...(isEntry && facts.isAnswerChanged ? ["change_prescription" as const] : []),
  ];
}

/** Whoever sends a case on from its reject has answered it; what is not known could be an alert. */
function actsOfReject({ rejectCodes }: PolicyFacts): Act[] {
  return rejectCodes
    .filter(isPharmacistsCode)
    .map((code) =>
      code === DUR_REJECT || !isKnownCode(code) ? "override_dur_alert" : "complete_clinical_review",
    );
}

/** What is not known could be a refill too soon. */
function actsOfOverride({ rejectCodes }: PolicyFacts): Act[] {
  return rejectCodes.flatMap((code): Act[] => {
    if (code === DUR_REJECT) {
      return ["override_dur_alert"];
    }
    return code === TOO_SOON_REJECT || !isKnownCode(code) ? ["override_refill_too_soon"] : [];
  });
}

/** The judgement that the queue is for; any other that is a pharmacist's is a clinical review. */
function clinicalActs(pack: Pack, { schedule }: PolicyFacts, step: PolicyStep): Act[] {
  const next = nextForward(pack, step.queue);
  const known = pack.policy.clinicalSteps.find(
    ({ from, to }) => from === step.queue && to === next?.to,
  );
  const [judgement] = known?.acts ?? [];
  const isControlled = schedule !== "none";
  return [
    judgement ?? "complete_clinical_review",
    ...(isControlled ? ["judge_controlled_dispensing" as const] : []),
  ];
}
