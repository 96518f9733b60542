import type { JsonObject } from "@/lib/contracts/common";
import { nextForward } from "./find-pack";
import { findRejectCode } from "./kroger/reject-codes";
import type { Pack } from "./pack";
import { readCaseAttributes } from "./read-case-attributes";

/** A reject that only a pharmacist may answer, such as a DUR alert [SD 20:51:30:15]. */
export function isPharmacistsReject(attributes: JsonObject): boolean {
  return findRejectCode(readCaseAttributes(attributes).reject_code ?? "")?.who === "pharmacist";
}

/** A task that somebody has given to a pharmacist. */
export function isPharmacistsTask(assignedTo: string | null): boolean {
  return /^pharmacist\b/i.test(assignedTo ?? "");
}

/** Where the way on is a pharmacist's judgement, so is the work on it [OBRA-90]. */
export function isPharmacistsWork(pack: Pack, queue: string, attributes: JsonObject): boolean {
  const isPharmacistsQueue = nextForward(pack, queue)?.decidedWith === "clinical:decide";
  return isPharmacistsQueue || isPharmacistsReject(attributes);
}
