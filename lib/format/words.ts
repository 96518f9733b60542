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

/** "api_key:admin" -> "admin"; a rule or a job is told from a person: "rule:7" -> "Rule 7" */
export function actorName(id: string): string {
  const name = id.slice(id.indexOf(":") + 1);
  const machine = /^(rule|job):/.exec(id)?.[1];
  return machine === undefined ? name : `${toWords(machine)} ${name}`;
}
