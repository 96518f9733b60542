/** No database takes NUL or half a character; PostgreSQL does not even look for it. */
export function isStorableText(text: string): boolean {
  return text.isWellFormed() && !text.includes("\0");
}
