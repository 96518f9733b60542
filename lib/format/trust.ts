const COUNTED: Readonly<Record<string, string>> = {
  decision: "Decisions on proposals, and by hand beside a silent forecast",
  own_action: "Actions that automation took by itself",
  execution: "Actions that people had approved",
  audit: "Audits",
  outcome: "Outcomes of approved actions",
  incident: "Incidents: undone, overridden or failed outside an audit",
  override: "Undone after the harm was known",
};

const EXCLUDED: Readonly<Record<string, string>> = {
  no_proposal: "Named no proposal",
  not_drawn: "Good news of an action that was not drawn for an audit",
  own_judgement: "A machine praised its own work, or that of whoever stands behind it",
  late: "Came after it had counted as missed",
  undone: "Told of what had been undone, which was counted",
  break_glass: "Done by emergency access",
  reviewer: "The reviewer misses too many check cases",
};

const CHANGES: Readonly<Record<string, string>> = {
  promoted: "Promoted",
  demoted: "Demoted",
  renewed: "Harm budget renewed",
  stopped: "Stopped by a kill switch",
  configured: "Tolerance tightened",
};

const RISKS: Readonly<Record<string, string>> = {
  reversible: "fully reversible",
  standard: "standard risk",
  high: "high severity",
};

/** As what events count, in words. */
export function countedWords(kind: string): string {
  return COUNTED[kind] ?? kind;
}

/** Why events do not count, in words. */
export function excludedWords(why: string): string {
  return EXCLUDED[why] ?? why;
}

export function scopeChangeWords(type: string): string {
  return CHANGES[type] ?? type;
}

export function riskWords(riskClass: string): string {
  return RISKS[riskClass] ?? riskClass;
}

/** .978 -> "0.97": rounded down, so that what is not reached never looks so */
export function formatHundredths(value: number): string {
  return (Math.floor(value * 100) / 100).toFixed(2);
}

/** 3.14159 -> "3.14"; 1234.5 -> "1,235"; 1e9 -> "1.0e+9" */
export function formatFigure(value: number): string {
  if (value >= 1e7) {
    return value.toExponential(1);
  }
  const places = Number.isInteger(value) || value >= 100 ? 0 : 2;
  return value.toLocaleString("en-US", {
    minimumFractionDigits: places,
    maximumFractionDigits: places,
  });
}
