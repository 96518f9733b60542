import type { HoldCovers } from "@/lib/contracts/legal-hold";
import type { EntryContent } from "../entry-content";
import type { RetentionClass } from "../retention-class";

/** What technical entries are kept for, where everything is not kept for less. */
const TECHNICAL_YEARS = 2;
/** Who was allowed what is kept for so long, even where everything else is kept for less. */
const GOVERNANCE_YEARS = 10;

/** Years by class. */
export function retentionYears(standard: number): Readonly<Record<RetentionClass, number>> {
  return {
    standard,
    governance: Math.max(standard, GOVERNANCE_YEARS),
    technical: Math.min(standard, TECHNICAL_YEARS),
  };
}

/** Whether an entry's time is over and no hold covers it. A class that nobody knows is kept. */
export function isPrunable(
  entry: EntryContent,
  years: Readonly<Record<string, number>>,
  holds: readonly HoldCovers[],
  now: Date,
): boolean {
  const kept = years[entry.retention_class] ?? Number.POSITIVE_INFINITY;
  if (!Number.isFinite(kept)) {
    return false;
  }
  const end = new Date(entry.at);
  end.setUTCFullYear(end.getUTCFullYear() + kept);
  return end <= now && !holds.some((hold) => isHeld(entry, hold));
}

function isHeld(entry: EntryContent, hold: HoldCovers): boolean {
  return [
    hold.case_id === undefined || entry.workflow_id === hold.case_id,
    hold.actor === undefined || entry.actor_id === hold.actor,
    hold.action === undefined || entry.action.startsWith(hold.action),
    hold.subject_type === undefined || entry.subject_type === hold.subject_type,
    hold.subject_id === undefined || entry.subject_id === hold.subject_id,
    hold.site === undefined || entry.site_id === hold.site,
    hold.from === undefined || entry.at >= new Date(hold.from).toISOString(),
    hold.to === undefined || entry.at < new Date(hold.to).toISOString(),
  ].every(Boolean);
}
