/** Letters alone, so that case, width, separators and invisible signs tell no words apart. */
export function squash(word: string): string {
  return word
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z]/g, "");
}
