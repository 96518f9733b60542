import {
  hiddenHarmBound,
  newTrustState,
  type Route,
  recordEvidence,
  routeAction,
  type TrustConfig,
} from "@/lib/ame/trust/engine";

/** Who decides how much a scope may do by itself, and learns from what is seen of it. */
export interface Policy {
  route(draw: number): Route;
  /** a person decided on an action that was not run by itself */
  onDecision(isBad: boolean, atDays: number): void;
  /** what an audit found */
  onAudit(isBad: boolean, auditProbability: number, atDays: number): void;
  /** an action ran by itself and nobody was drawn to check it */
  onUnaudited(atDays: number): void;
  /** true while no action runs unchecked */
  isContained(): boolean;
  /** the strict bound on unseen harms; null where a policy knows none */
  bound(): number | null;
}

export type NewPolicy = (config: TrustConfig) => Policy;

const NOTHING = { onDecision() {}, onAudit() {}, onUnaudited() {}, bound: () => null };
const AUTO: Route = { kind: "auto", auditProbability: 0, audited: false };
const HUMAN: Route = { kind: "human" };

export const POLICIES: Readonly<Record<string, NewPolicy>> = {
  "always human": () => ({ ...NOTHING, route: () => HUMAN, isContained: () => true }),
  "always auto": () => ({ ...NOTHING, route: () => AUTO, isContained: () => false }),
  "seed as shipped": () => seedPolicy({ isHonest: false }),
  "seed, honest outcomes": () => seedPolicy({ isHonest: true }),
  "Wilson 95 %, 10 % audit": ({ alpha }) => wilsonPolicy(alpha),
  "this engine": (config) => enginePolicy({ ...config, strict: false }),
  "this engine, strict": (config) => enginePolicy({ ...config, strict: true }),
};

/** What a reviewer sees of a clean forecast: near certain, and as quick as promised. */
const FORECAST = { predictedSafety: 0.98, predictedTimeSavedSec: 60, observedTimeSavedSec: 60 };

function enginePolicy(config: TrustConfig): Policy {
  const state = newTrustState(config);
  return {
    route: (draw) => routeAction(state, config, { draw, eligible: true }).route,
    onDecision: (bad, atDays) => {
      recordEvidence(state, config, { kind: "decision", bad, atDays, ...FORECAST });
    },
    onAudit: (bad, auditProbability, atDays) => {
      recordEvidence(state, config, { kind: "audit", bad, auditProbability, atDays, ...FORECAST });
    },
    onUnaudited() {},
    isContained: () => state.stage !== "conditional_auto" && state.stage !== "full_auto",
    bound: () => hiddenHarmBound(state, config),
  };
}

const SEED_LADDER = [0.4, 0.6, 0.75, 0.85];
const SEED_DECAY = 0.03;

/**
 * The first implementation: thresholds on decayed averages. As shipped it approves its own actions
 * and reports them as successes; honest, a tenth of them is looked at.
 */
function seedPolicy({ isHonest }: { isHonest: boolean }): Policy {
  const sums = { good: 0, bad: 0, approved: 0, rejected: 0, atDays: 0, seen: 0 };
  let stage = 0;
  const add = (name: "good" | "bad" | "approved" | "rejected", atDays: number) => {
    const kept = Math.exp(-SEED_DECAY * (atDays - sums.atDays));
    for (const each of ["good", "bad", "approved", "rejected"] as const) {
      sums[each] *= kept;
    }
    sums.atDays = atDays;
    sums[name] += 1;
    sums.seen += 1;
    const reliability = shareOf(sums.good, sums.bad);
    const trust = 0.35 * reliability + 0.25 * shareOf(sums.approved, sums.rejected) + 0.25 + 0.15;
    if (sums.seen >= 6 && trust >= (SEED_LADDER[stage] ?? Number.POSITIVE_INFINITY)) {
      stage += 1;
    } else if (stage >= 2 && trust < 0.7) {
      stage -= 1;
    }
  };
  return {
    route: (draw) =>
      stage < 2 ? HUMAN : { kind: "auto", auditProbability: 0.1, audited: isHonest && draw < 0.1 },
    onDecision: (isBad, atDays) => {
      add(isBad ? "rejected" : "approved", atDays);
      add(isBad ? "bad" : "good", atDays);
    },
    onAudit: (isBad, _probability, atDays) => add(isBad ? "bad" : "good", atDays),
    onUnaudited: (atDays) => {
      if (!isHonest) {
        add("approved", atDays);
        add("good", atDays);
      }
    },
    isContained: () => stage < 2,
    bound: () => null,
  };
}

function shareOf(good: number, bad: number): number {
  return good + bad === 0 ? 0 : good / (good + bad);
}

/** Acts while the 95 % Wilson interval lies below the tolerated rate, looked at after each action. */
function wilsonPolicy(alpha: number): Policy {
  let [judged, bad] = [0, 0];
  let isAuto = false;
  const judge = (isBad: boolean) => {
    judged += 1;
    bad += isBad ? 1 : 0;
    const [low, high] = wilson(bad, judged);
    isAuto = isAuto ? low <= alpha : high < alpha;
  };
  return {
    route: (draw) =>
      isAuto ? { kind: "auto", auditProbability: 0.1, audited: draw < 0.1 } : HUMAN,
    onDecision: judge,
    onAudit: judge,
    onUnaudited() {},
    isContained: () => !isAuto,
    bound: () => null,
  };
}

function wilson(bad: number, judged: number): [number, number] {
  const z = 1.96;
  const share = bad / judged;
  const middle = share + z ** 2 / (2 * judged);
  const width = z * Math.sqrt((share * (1 - share)) / judged + z ** 2 / (4 * judged ** 2));
  const scale = 1 + z ** 2 / judged;
  return [(middle - width) / scale, (middle + width) / scale];
}
