import type { Random } from "@/lib/ame/ml/seeded-random";
import type { TrustConfig } from "@/lib/ame/trust/engine";
import type { Policy } from "./policies";
import type { World } from "./world";

const SENSITIVITY = 0.97;
const FALSE_FLAGS = 0.003;
const AUDIT_DELAY = 20;
const ACTIONS_A_DAY = 100;

export interface Played {
  /** actions a person looked at, before or after they ran */
  reviews: number;
  /** unaudited harms were at some time more than max(alpha x unaudited, budget) */
  hasExceeded: boolean;
  /** unaudited harms, of the time whose audits are settled, were once more than the policy's bound */
  hasBrokenBound: boolean;
  /** actions from the drift until none ran unchecked; null = it was contained already, or no drift */
  containedAfter: number | null;
}

/** One scope's life under a policy: people miss some harms, flag some clean ones, and audit late. */
export function playScope(
  world: World,
  policy: Policy,
  config: TrustConfig,
  { random, actions }: { random: Random; actions: number },
): Played {
  const audits = new Delayed<{ isBad: boolean; probability: number }>();
  const unseen = new UnseenHarms(policy, config);
  const drift = { isOpen: false, containedAfter: null as number | null };
  let reviews = 0;
  for (let action = 0; action < actions; action += 1) {
    const atDays = action / ACTIONS_A_DAY;
    audits.release(action, ({ isBad, probability }) => policy.onAudit(isBad, probability, atDays));
    unseen.settle(action);
    followDrift(drift, world, policy, action);
    const isHarm = random() < world.rateAt(action, unseen.unaudited > 0);
    const route = policy.route(random());
    const isBad = random() < (isHarm ? SENSITIVITY : FALSE_FLAGS);
    if (route.kind === "auto" && !route.audited) {
      policy.onUnaudited(atDays);
      unseen.add(action, isHarm);
      continue;
    }
    reviews += 1;
    if (route.kind === "human") {
      policy.onDecision(isBad, atDays);
    } else {
      audits.add(action, { isBad, probability: route.auditProbability });
    }
  }
  const { hasExceeded, hasBrokenBound } = unseen;
  const containedAfter = drift.isOpen ? Number.POSITIVE_INFINITY : drift.containedAfter;
  return { reviews, hasExceeded, hasBrokenBound, containedAfter };
}

/** The truth that no policy knows: harms of actions that nobody was drawn to check. */
class UnseenHarms {
  unaudited = 0;
  hasExceeded = false;
  hasBrokenBound = false;
  private harms = 0;
  private settled = 0;
  private readonly recent = new Delayed<null>();
  private readonly policy: Policy;
  private readonly config: TrustConfig;

  constructor(policy: Policy, config: TrustConfig) {
    this.policy = policy;
    this.config = config;
  }

  add(action: number, isHarm: boolean): void {
    this.unaudited += 1;
    if (isHarm) {
      this.harms += 1;
      this.recent.add(action, null);
      const { alpha, harmBudget } = this.config;
      this.hasExceeded ||= this.harms > Math.max(alpha * this.unaudited, harmBudget);
    }
  }

  /** The bound speaks of the time whose audits are settled. */
  settle(action: number): void {
    this.recent.release(action, () => {
      this.settled += 1;
      this.hasBrokenBound ||= this.settled > (this.policy.bound() ?? Number.POSITIVE_INFINITY);
    });
  }
}

/** What becomes known when the audits of its time are settled, in order. */
class Delayed<T> {
  private readonly waiting: { due: number; item: T }[] = [];
  private first = 0;

  add(action: number, item: T): void {
    this.waiting.push({ due: action + AUDIT_DELAY, item });
  }

  release(action: number, tell: (item: T) => void): void {
    for (let next = this.waiting[this.first]; next && next.due <= action; ) {
      this.first += 1;
      tell(next.item);
      next = this.waiting[this.first];
    }
  }
}

function followDrift(
  drift: { isOpen: boolean; containedAfter: number | null },
  world: World,
  policy: Policy,
  action: number,
): void {
  if (world.drift?.at === action) {
    drift.isOpen = !policy.isContained();
  } else if (drift.isOpen && policy.isContained() && world.drift) {
    drift.isOpen = false;
    drift.containedAfter = action - world.drift.at;
  }
}
