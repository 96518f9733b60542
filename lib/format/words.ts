/** "rejection_resolution" -> "Rejection resolution" */
export function toWords(key: string): string {
  const words = key.replaceAll(/[_.]+/g, " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** "1 case", "3 cases" */
export function countOf(count: number, singular: string, plural = `${singular}s`): string {
  return `${count.toLocaleString("en-US")} ${count === 1 ? singular : plural}`;
}

/** .914 -> "91 %" */
export function formatPercent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** "api_key:admin" -> "admin" */
export function actorName(id: string): string {
  return id.slice(id.indexOf(":") + 1);
}
