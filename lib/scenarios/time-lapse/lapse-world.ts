import type { Random } from "@/lib/ame/ml/seeded-random";
import type { ScopeInput } from "@/lib/contracts/ame-scope";
import type { JsonObject } from "@/lib/contracts/common";
import { LAPSE_SITE } from "@/lib/workflows/site-of-new-case";

/** How a simulated chain is in truth, which no service is told. */
interface HiddenKind {
  queue: string;
  actionType: string;
  /** actions on an ordinary day in all stores together */
  volume: number;
  /** share of actions that would be wrong */
  harmRate: number;
  /** the same while a payer's new rules are not known yet; missing = no different */
  driftingHarmRate?: number;
}

/** One action that automation wants to take. */
export interface LapseAct {
  scope: ScopeInput;
  /** it is wrong, whoever takes it */
  isHarm: boolean;
  /** whether a reviewer who looks at it calls it wrong */
  looksWrong: boolean;
  /** a wrong one that nobody was drawn to check, and that comes out by itself */
  surfaces: boolean;
  timeSavedSec: number;
  features: JsonObject;
}

/** Kinds that a chain begins with, at the law's different caps; rates are assumptions. */
const KINDS: readonly HiddenKind[] = [
  { queue: "contact_manager", actionType: "request_renewal", volume: 14, harmRate: 0.002 },
  {
    ...{ queue: "adjudication", actionType: "submit_claim", volume: 90 },
    ...{ harmRate: 0.001, driftingHarmRate: 0.35 },
  },
  { queue: "data_entry", actionType: "complete_task", volume: 10, harmRate: 0.006 },
];

/** Of a reviewer: sees what is wrong; takes what is right for wrong. */
const SENSITIVITY = 0.97;
const FALSE_FLAGS = 0.001;
const SURFACING = 0.3;

/** Monday is busy and the weekend is quiet; day 1 is a Monday. */
const WEEKDAYS = [1.3, 1, 1, 1, 1, 0.5, 0.5] as const;

/** Shares of rejects by code, of a refill-heavy mix; the rest of the claims are paid. */
const REJECTS = {
  "79": 0.28,
  "75": 0.22,
  "70": 0.12,
  "65": 0.12,
  "76": 0.1,
  "07": 0.07,
  "88": 0.04,
};
const REJECT_RATE = 0.1;
const PAYERS = ["Northwind Health", "Prairie Rx", "Lakeside Medicaid", "Summit Plan"] as const;
const PRESCRIBERS = 40;

/** Pure: what there is to do on a day, in its order. */
export function actsOfDay(random: Random, day: number, isDrifting: boolean): LapseAct[] {
  const busy = WEEKDAYS[(day - 1) % WEEKDAYS.length] ?? 1;
  const acts = KINDS.flatMap((kind) =>
    Array.from({ length: Math.round(kind.volume * busy) }, () => actOf(random, kind, isDrifting)),
  );
  return shuffled(random, acts);
}

function actOf(random: Random, kind: HiddenKind, isDrifting: boolean): LapseAct {
  const { queue, actionType, harmRate, driftingHarmRate = harmRate } = kind;
  const isHarm = random() < (isDrifting ? driftingHarmRate : harmRate);
  return {
    scope: { site_id: LAPSE_SITE, queue, action_type: actionType },
    isHarm,
    looksWrong: random() < (isHarm ? SENSITIVITY : FALSE_FLAGS),
    surfaces: isHarm && random() < SURFACING,
    timeSavedSec: Math.round(40 + 40 * random()),
    features: {
      payer: PAYERS[Math.floor(random() * PAYERS.length)] ?? "",
      prescriber: `prescriber-${Math.floor(random() * PRESCRIBERS)}`,
      reject_code: random() < REJECT_RATE ? rejectOf(random()) : "",
    },
  };
}

function rejectOf(draw: number): string {
  let left = draw;
  for (const [code, share] of Object.entries(REJECTS)) {
    left -= share;
    if (left < 0) {
      return code;
    }
  }
  return "other";
}

/** Fisher and Yates. */
function shuffled<T>(random: Random, list: T[]): T[] {
  for (let i = list.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    [list[i], list[j]] = [list[j] as T, list[i] as T];
  }
  return list;
}
