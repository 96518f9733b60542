import { DEFAULT_PACK, findQueue } from "./find-pack";
import { squash } from "./squash";

/** How bad a wrong action of a kind can be, which says how much of it is tolerated. */
export type RiskClass = "reversible" | "standard" | "high";

/** Past the pharmacist's review a mistake can reach the patient. */
const NEAR_THE_PATIENT: readonly string[] = [
  ...["pre_verification", "dispensing", "verification", "will_call"].map(squash),
];

/** Undone without a trace: nothing leaves the house, and the next step asks a person again. */
const FULLY_REVERSIBLE: readonly string[] = ["complete_task"];

/** Pure. However a queue is written; what stands in none of the pack's is of the standard class. */
export function riskClassOf({
  queue,
  actionType,
}: {
  queue: string;
  actionType: string;
}): RiskClass {
  if (NEAR_THE_PATIENT.includes(squash(queue))) {
    return "high";
  }
  const isOurs = findQueue(DEFAULT_PACK, queue) !== null;
  return isOurs && FULLY_REVERSIBLE.includes(actionType) ? "reversible" : "standard";
}
