import type { StopKind } from "@/lib/contracts/kill-switch";

/** What a switch stops: all of a tenant, a site, a queue or a kind of action. */
export interface Scope {
  kind: StopKind;
  /** site id, queue or action type; "" for the chain */
  key: string;
}

/** What brings automation to a halt in a scope. */
export interface KillSwitch extends Scope {
  isEngaged: boolean;
  reasonCode: string;
  reason: string;
  engagedBy: string;
  engagedAt: Date;
  releasedBy: string | null;
  releasedAt: Date | null;
  changeCount: number;
  /** a drill stops the scope until then at the latest */
  drillUntil: Date | null;
}

/** Where something is about to be carried out. */
export interface Place {
  siteId: string;
  queue: string;
  /** null for what no action of the registry does */
  actionType: string | null;
  /** nobody can tell the queue and the action any more, so a stop of any of them counts */
  isOriginUnknown?: true;
}

export function isDrilling({ drillUntil }: KillSwitch, now: Date): boolean {
  return drillUntil !== null && drillUntil > now;
}

/** Pure: the switch that stops automation at a place, the widest first; null where it may run. */
export function stopAt(
  switches: readonly KillSwitch[],
  place: Place,
  now: Date,
): KillSwitch | null {
  const hits = switches.filter(
    (one) => (one.isEngaged || isDrilling(one, now)) && isWithin(place, one),
  );
  // What people engaged is told before a drill.
  return hits.find(({ isEngaged }) => isEngaged) ?? hits[0] ?? null;
}

function isWithin(place: Place, { kind, key }: Scope): boolean {
  const { siteId, queue, actionType } = place;
  if (place.isOriginUnknown && (kind === "queue" || kind === "action")) {
    return true;
  }
  const keys = { chain: "", site: siteId, queue, action: actionType };
  return keys[kind] === key;
}

/** "queue data_entry" */
export function scopeLabel({ kind, key }: Scope): string {
  return kind === "chain" ? "the whole chain" : `${kind} ${key}`;
}

/** One name for a scope, e.g. `queue:data_entry`. */
export function scopeId({ kind, key }: Scope): string {
  return `${kind}:${key}`;
}

/** The site of what the trail tells of a scope; none where it reaches beyond one. */
export function siteOf({ kind, key }: Scope): { siteId?: string } {
  return kind === "site" ? { siteId: key } : {};
}

/** Why nothing runs, and the next step. */
export function stopSentence(stop: KillSwitch): string {
  if (!stop.isEngaged) {
    return `A drill of the kill switch stops automation for ${scopeLabel(stop)} for a moment; try again in some seconds.`;
  }
  return `Automation is stopped for ${scopeLabel(stop)} since ${stop.engagedAt.toISOString()} by ${stop.engagedBy}: ${asSentence(stop.reason)} Work by hand; a supervisor can let it run again under Governance.`;
}

function asSentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
