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

/**
 * What is shown of who acted: the name where it is known, else a part of the id, "api_key:admin" ->
 * "admin"; a rule or a job is told from a person: "rule:7" -> "Rule 7".
 */
export function actorName(id: string, known?: string | null): string {
  if (known) {
    return known;
  }
  const name = id.slice(id.indexOf(":") + 1);
  const machine = /^(rule|job):/.exec(id)?.[1];
  return machine === undefined ? name : `${toWords(machine)} ${name}`;
}

const TOLD_SITES = 20;

/** ["store-014", "store-022"] -> "store-014, store-022"; ["*"] -> "every store"; [] -> "no store"; the first 20 of many */
export function sitesInWords(siteIds: readonly string[]): string {
  if (siteIds.includes("*")) {
    return "every store";
  }
  if (siteIds.length === 0) {
    return "no store";
  }
  const told = siteIds.slice(0, TOLD_SITES).join(", ");
  const more = siteIds.length - TOLD_SITES;
  return more > 0 ? `${told} and ${more} more` : told;
}
