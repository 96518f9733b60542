import type { RevealedPatientData } from "@/lib/contracts/reveal";
import { maskCaseAttributes, maskPatientData } from "@/lib/packs/patient-data";
import { toWords } from "./words";

export interface RevealedValue {
  label: string;
  value: string;
}

/** What a reveal shows that the page does not: the values that differ when they are masked. */
export function revealedValues({ attributes, events }: RevealedPatientData): RevealedValue[] {
  return [
    ...difference(attributes, maskCaseAttributes(attributes), []),
    ...events.flatMap(({ event_type, payload }, i) =>
      difference(payload, maskPatientData(payload), [`${event_type} ${i + 1}`]),
    ),
  ];
}

function difference(whole: unknown, masked: unknown, path: readonly string[]): RevealedValue[] {
  if (typeof whole === "object" && whole !== null) {
    const inside: Record<string, unknown> = Object(masked);
    return Object.entries(whole).flatMap(([name, value]) =>
      difference(value, inside[name], [...path, name]),
    );
  }
  return whole === masked ? [] : [{ label: path.map(toWords).join(", "), value: String(whole) }];
}
