import type { JsonObject } from "@/lib/contracts/common";

/**
 * Whether the drug is controlled: null where something is told of a drug that is not understood.
 * A case without a drug has none that is controlled.
 */
export function isControlledDrug({ drug }: JsonObject): boolean | null {
  if (drug === undefined || drug === null) {
    return false;
  }
  const { name, schedule } = Object(drug) as Record<string, unknown>;
  if (typeof name !== "string") {
    return null;
  }
  if (schedule === undefined || schedule === null) {
    return false;
  }
  return typeof schedule === "string" ? true : null;
}
