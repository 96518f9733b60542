import { findRejectCode } from "./kroger/reject-codes";

/** What tells that there is none. */
const NO_CODE = new Set(["", "0", "00", "NO", "NONE", "NULL", "FALSE", "UNDEFINED"]);
/** Between two codes in one text. */
const BETWEEN = /[\s,;|/]+/;
/** The code of what was told and is none: no pack knows it. */
const NOT_UNDERSTOOD = "?";
const WRITTEN_AS = 2;

/** Pure: every code that the payer's answer tells of, as the standard writes it, each once. */
export function rejectCodesOf(value: unknown): string[] {
  const all = Array.isArray(value) ? value.flatMap(rejectCodesOf) : codesOf(value);
  return all.length > 1 ? [...new Set(all)] : all;
}

/** Pure: the one code to show; of several one that is a pharmacist's. */
export function rejectCodeOf(value: unknown): string | null {
  const codes = rejectCodesOf(value);
  return codes.find(isPharmacistsCode) ?? codes[0] ?? null;
}

export function isKnownCode(code: string): boolean {
  return findRejectCode(code) !== null;
}

/** Pure: only a pharmacist answers it, as one that the pack does not know. */
export function isPharmacistsCode(code: string): boolean {
  return !isKnownCode(code) || findRejectCode(code)?.who === "pharmacist";
}

function codesOf(value: unknown): string[] {
  switch (typeof value) {
    case "number":
      return value === 0
        ? []
        : [Number.isSafeInteger(value) ? padded(String(value)) : NOT_UNDERSTOOD];
    case "string":
      return codesIn(value.normalize("NFKC").toUpperCase());
    default:
      return value === undefined || value === null || value === false ? [] : [NOT_UNDERSTOOD];
  }
}

function codesIn(text: string): string[] {
  return text
    .trim()
    .split(BETWEEN)
    .filter((word) => !NO_CODE.has(word))
    .map(padded);
}

/** Sent as a number a code has lost its first zero; others send more of them. */
function padded(word: string): string {
  return /^\d+$/.test(word) ? word.replace(/^0+/, "").padStart(WRITTEN_AS, "0") : word;
}
