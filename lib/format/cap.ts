type Stage = "propose" | "guarded_auto" | "conditional_auto" | "full_auto";

const MEANINGS: Readonly<Record<Stage, string>> = {
  propose: "Software may propose here; a person decides every time.",
  guarded_auto: "At most, software acts here within guards, and a person checks.",
  conditional_auto: "At most, software acts here on exact matches; the rest goes to a person.",
  full_auto: "Software may act here alone, once it has earned it.",
};

export function isPharmacistOnly(worker: string): boolean {
  return worker.toLowerCase().startsWith("pharmacist only");
}

/** The stage that a cap such as "up to guarded" names. */
export function capStage(cap: string): Stage {
  if (cap.includes("full")) {
    return "full_auto";
  }
  if (cap.includes("conditional")) {
    return "conditional_auto";
  }
  return cap.includes("guarded") ? "guarded_auto" : "propose";
}

/** The most automation a queue may reach, in the words of a badge. */
export function capLabel(cap: string, worker: string): string {
  return isPharmacistOnly(worker) ? "RPh only" : cap;
}

export function capMeaning(cap: string, worker: string): string {
  return isPharmacistOnly(worker)
    ? "A pharmacist decides here; software may sort and prefill, never decide."
    : MEANINGS[capStage(cap)];
}
