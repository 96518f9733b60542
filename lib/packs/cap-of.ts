import { toSchedule } from "./drug-schedule";
import { effectiveStage } from "./effective-stage";
import { DEFAULT_PACK, findQueue } from "./find-pack";
import type { AutomationCap, Pack, Stage } from "./pack";

/** What is asked about; what is missing is left open, so that only what holds for all of it counts. */
export interface CapQuestion {
  /** two letters; missing = the pack's own jurisdiction */
  state?: string | undefined;
  /** missing = the cap that holds whatever the drug is */
  schedule?: string | undefined;
  queue?: string | undefined;
  /** a registered action */
  action?: string | undefined;
  /** how a reject would be resolved */
  resolution?: string | undefined;
  rejectCode?: string | undefined;
}

export interface Cap {
  cap: Stage;
  /** what holds it there: the laws and assumptions, in the table's order */
  sources: string[];
}

const STATE_CODES = new Set(
  (
    "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM " +
    "NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC PR"
  ).split(" "),
);

/**
 * Pure: the lowest of all rows that speak of it. A state or schedule that is not understood, and
 * whatever a queue of the pack has no row for, is proposed at most. A queue of another system has no cap.
 */
export function capOf(question: CapQuestion, pack: Pack = DEFAULT_PACK): Cap {
  const rows = rowsFor(pack, question);
  const cap = rows.map((row) => row.cap).reduce(effectiveStage, "full_auto");
  const sources = rows.filter((row) => row.cap === cap).map(({ source }) => source);
  return { cap, sources: [...new Set(sources)] };
}

type Row = Pick<AutomationCap, "cap" | "source">;

function rowsFor(pack: Pack, question: CapQuestion): Row[] {
  const { queue } = question;
  const rows: AutomationCap[] = pack.policy.automationCaps.filter(
    (row) =>
      isOfState(pack, row, question) &&
      isOfDrug(row, question.schedule) &&
      (row.queue === undefined || row.queue === queue) &&
      isOfAction(row, question) &&
      (row.rejectCode === undefined || row.rejectCode === question.rejectCode),
  );
  const isUnspoken =
    queue !== undefined &&
    findQueue(pack, queue) !== null &&
    !rows.some((row) => row.queue !== undefined);
  return [
    ...rows,
    ...(isUnspoken ? [atMostPropose("Nothing allows more here; a person decides")] : []),
    ...(isKnownState(question.state) ? [] : [atMostPropose("The state is not understood")]),
  ];
}

/** The jurisdiction of the pack holds everywhere; a state may only lower it. */
function isOfState(pack: Pack, row: AutomationCap, { state }: CapQuestion): boolean {
  const { jurisdiction } = pack.policy;
  return row.state === "*" || row.state === jurisdiction || row.state === stateCode(state);
}

function isOfDrug(row: AutomationCap, schedule: string | undefined): boolean {
  return row.schedule === "*" || (schedule !== undefined && row.schedule === toSchedule(schedule));
}

function isOfAction(row: AutomationCap, { action, resolution }: CapQuestion): boolean {
  return row.action === "*" || row.action === action || row.action === resolution;
}

function isKnownState(state: string | undefined): boolean {
  return state === undefined || STATE_CODES.has(stateCode(state));
}

function stateCode(state: string | undefined): string {
  return (state ?? "").trim().toUpperCase();
}

function atMostPropose(source: string): Row {
  return { cap: "propose", source };
}
