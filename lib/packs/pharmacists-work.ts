import type { JsonObject } from "@/lib/contracts/common";
import { nextForward } from "./find-pack";
import type { Pack } from "./pack";
import { isPharmacistsCode } from "./reject-code-of";
import { squash } from "./squash";
import { toldRejectCodes } from "./told-reject-codes";

/** A reject that only a pharmacist may answer, such as a DUR alert [SD 20:51:30:15] or an unknown one. */
export function isPharmacistsReject(attributes: JsonObject): boolean {
  return toldRejectCodes(attributes).some(isPharmacistsCode);
}

/** A task that somebody has given to a pharmacist, or named after one, however that is spelt. */
export function isPharmacistsTask(task: { name: string; assignedTo: string | null }): boolean {
  const words = [task.assignedTo ?? "", task.name].map((word) => word.normalize("NFKC"));
  return squash(task.assignedTo ?? "").includes("pharmacist") || words.some(namesPharmacist);
}

function namesPharmacist(word: string): boolean {
  return /^\W*pharmacist|(?<![a-z])(?:r\.?ph|pharm\.?d)(?![a-z])/i.test(word);
}

export function isCounselling(taskName: string): boolean {
  return squash(taskName).includes("counsel");
}

/** Where the way on is a pharmacist's judgement, so is the work on it [OBRA-90]. */
export function isPharmacistsWork(pack: Pack, queue: string, attributes: JsonObject): boolean {
  const isPharmacistsQueue = nextForward(pack, queue)?.decidedWith === "clinical:decide";
  return isPharmacistsQueue || isPharmacistsReject(attributes);
}
