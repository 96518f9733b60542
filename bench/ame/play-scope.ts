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
  /** actions from the drift's beginning until none ran unchecked; null = already contained, or no drift */
  containedAfter: number | null;
  /** the same from where it does more harm than is tolerated */
  harmContainedAfter: number | null;
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
  const drift = new Drift(policy);
  let reviews = 0;
  for (let action = 0; action < actions; action += 1) {
    const atDays = action / ACTIONS_A_DAY;
    audits.release(action, ({ isBad, probability }) => policy.onAudit(isBad, probability, atDays));
    unseen.settle(action);
    const harmRate = world.rateAt(action, unseen.unaudited > 0);
    if (world.drift && action >= world.drift.at) {
      drift.follow(action, harmRate > config.alpha);
    }
    const isHarm = random() < harmRate;
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
  return { reviews, hasExceeded, hasBrokenBound, ...drift.end() };
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

/** How long a policy lets a drift go on, from its beginning and from where it is too much. */
class Drift {
  private readonly begun: Episode;
  private readonly harmful: Episode;

  constructor(policy: Policy) {
    this.begun = new Episode(policy);
    this.harmful = new Episode(policy);
  }

  follow(action: number, isTooMuch: boolean): void {
    this.begun.follow(action);
    if (isTooMuch) {
      this.harmful.follow(action);
    }
  }

  end(): Pick<Played, "containedAfter" | "harmContainedAfter"> {
    return { containedAfter: this.begun.end(), harmContainedAfter: this.harmful.end() };
  }
}

class Episode {
  private since: number | null = null;
  private isOpen = false;
  private lasted: number | null = null;
  private readonly policy: Policy;

  constructor(policy: Policy) {
    this.policy = policy;
  }

  follow(action: number): void {
    if (this.since === null) {
      this.since = action;
      this.isOpen = !this.policy.isContained();
    } else if (this.isOpen && this.policy.isContained()) {
      this.isOpen = false;
      this.lasted = action - this.since;
    }
  }

  end(): number | null {
    return this.isOpen ? Number.POSITIVE_INFINITY : this.lasted;
  }
}
