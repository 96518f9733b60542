/** Pure: the payer's code as text; sent as a number it has lost its first zero. */
export function rejectCodeOf(value: unknown): string | null {
  if (typeof value === "number") {
    return Number.isSafeInteger(value) ? String(value).padStart(2, "0") : null;
  }
  return typeof value === "string" ? value.trim() : null;
}
