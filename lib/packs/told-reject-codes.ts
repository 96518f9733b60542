import type { JsonObject } from "@/lib/contracts/common";
import { rejectCodesOf } from "./reject-code-of";
import { isObject } from "./told-places";

/** Pure: the codes of all rejects that the case tells of, of its prescription too. */
export function toldRejectCodes({ reject_code, prescription }: JsonObject): string[] {
  return rejectCodesOf([reject_code, isObject(prescription) ? prescription["reject_code"] : null]);
}
