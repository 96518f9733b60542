import type { JsonObject } from "@/lib/contracts/common";

type Json = JsonObject[string];

/** How a value is shown: initials, the year, the last 4 signs of a number, these alone, or not at all. */
export type Masking = "initials" | "year" | "last4" | "digits" | "gone";

const MASKED_INITIALS = /^[\p{Lu}\p{N}](?:[.\s-]+[\p{Lu}\p{N}])*\.?$/u;
const MASKED_YEAR = /^(?:19|20)\d\d$/;
const MASKED_NUMBER = /^…[\p{L}\p{N}]{0,4}$/u;
const MASKED_DIGITS = /^\d{4}$/;
const SHOWN = 4;

/** Pure: a text or a number as it may be shown. What is masked already stays as it is. */
export function mask(value: string | number, masking: Masking): Json {
  const text = String(value);
  switch (masking) {
    case "initials":
      return MASKED_INITIALS.test(text) ? value : initialsOf(text);
    case "year":
      return MASKED_YEAR.test(text) ? value : (/(?:19|20)\d\d/.exec(text)?.[0] ?? null);
    case "last4":
      return lastFour(text);
    case "digits":
      return MASKED_DIGITS.test(text) ? value : lastFour(text);
    case "gone":
      return null;
  }
}

function initialsOf(text: string): string {
  const words = text.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "");
  return words.map((word) => `${[...word.toUpperCase()][0]}.`).join("");
}

/** Of a number that is hardly longer nothing is shown. */
function lastFour(text: string): string {
  if (MASKED_NUMBER.test(text)) {
    return text;
  }
  const signs = [...text.replace(/[^\p{L}\p{N}]/gu, "")];
  return signs.length <= SHOWN ? "…" : `…${signs.slice(-SHOWN).join("")}`;
}

const SSN_OR_PHONE = /(?<![\w-])(?:\d{3}-\d{2}-|\(?\d{3}\)?[-. ]{1,2}\d{3}[-. ])(\d{4})(?![\w-])/g;
const EMAIL = /[\w.%+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+/g;

/** Pure: a text without what is told by its look alone: SSNs, written phone numbers, e-mail addresses. */
export function withoutNumbers(text: string): string {
  return text.replace(SSN_OR_PHONE, "…$1").replace(EMAIL, "…");
}
