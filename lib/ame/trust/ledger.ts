import type { TrustConfig } from "./trust-config";

/** What was done without a check, and what checks have found since. */
export interface Ledger {
  /** unaudited actions, by the level of their audit probability */
  unaudited: number[];
  /** harms that audits have caught, by level */
  caught: number[];
  /** estimate of the harms among the unaudited actions; unbiased as long as reviewers see what is assumed */
  hidden: number;
  /** harms of unaudited actions that became known by themselves */
  surfaced: number;
}

/** One reading of the same supermartingale; several are watched, and the tightest counts. */
interface Reading {
  /** log of the wealth that may be reached before the bound errs with its share of delta */
  readonly reach: number;
  /** per level: what one unseen harm multiplies the wealth by, as a log */
  readonly theta: readonly number[];
  /** per level: what one caught harm multiplies it by, as a log; negative */
  readonly logCaught: readonly number[];
}

/** All that follows from a configuration alone. */
interface Tables {
  /** per level: harms that may stay unseen with probability delta while nothing is caught */
  readonly silence: readonly number[];
  /** per level: harms that may be under way before their audits are settled */
  readonly underWay: readonly number[];
  readonly readings: readonly Reading[];
}

const SHARES = [
  { ofTheta: 0.98, ofDelta: 0.5 },
  { ofTheta: 0.75, ofDelta: 0.3 },
  { ofTheta: 0.5, ofDelta: 0.2 },
] as const;

export function newLedger({ auditLevels }: TrustConfig): Ledger {
  return {
    unaudited: auditLevels.map(() => 0),
    caught: auditLevels.map(() => 0),
    hidden: 0,
    surfaced: 0,
  };
}

/** Actions that nobody was drawn to check. */
function unauditedIn({ unaudited }: Ledger): number {
  let sum = 0;
  for (const count of unaudited) {
    sum += count;
  }
  return sum;
}

/** The harms that may have gone unseen so far. */
export function budgetOf(ledger: Ledger, { alpha, harmBudget }: TrustConfig): number {
  return Math.max(alpha * unauditedIn(ledger), harmBudget);
}

/** An action that is not audited, drawn at this probability. */
export function addUnaudited(ledger: Ledger, config: TrustConfig, probability: number): void {
  const level = levelOf(config, probability);
  ledger.unaudited[level] = (ledger.unaudited[level] as number) + 1;
}

/** A harm that an audit has caught, drawn at this probability, stands for others that none has. */
export function addCaught(ledger: Ledger, config: TrustConfig, probability: number): void {
  const level = levelOf(config, probability);
  ledger.caught[level] = (ledger.caught[level] as number) + 1;
  ledger.hidden += (1 - probability) / (probability * config.reviewerSensitivity);
}

/** A harm of an action that nobody was drawn to check; no more of them than there were such actions. */
export function addSurfaced(ledger: Ledger): void {
  if (ledger.surfaced < unauditedIn(ledger)) {
    ledger.hidden += 1;
    ledger.surfaced += 1;
  }
}

/** Whether one more action may be checked with this probability only. Always at 1. */
export function hasRoom(ledger: Ledger, config: TrustConfig, probability: number): boolean {
  return fits(ledger, config, levelOf(config, probability), budgetOf(ledger, config));
}

/** The smallest probability, at least `floor`, that the budget has room for; 1 when for none. */
export function auditProbability(ledger: Ledger, config: TrustConfig, floor: number): number {
  const { auditLevels } = config;
  const budget = budgetOf(ledger, config);
  for (let level = auditLevels.length - 1; level > 0; level -= 1) {
    const probability = auditLevels[level] as number;
    if (probability >= floor && fits(ledger, config, level, budget)) {
      return probability;
    }
  }
  return 1;
}

function fits(ledger: Ledger, config: TrustConfig, level: number, budget: number): boolean {
  if (config.auditLevels[level] === 1) {
    return true;
  }
  const { silence, underWay } = tablesOf(config);
  const unseen = config.strict
    ? boundAfterOneMore(ledger, config, level)
    : ledger.hidden + (silence[level] as number);
  return unseen + (underWay[level] as number) <= budget;
}

/**
 * U: the number of unseen harms that is exceeded at any time with probability delta at most, under
 * any drift, provided that reviewers see what is assumed and audits are settled.
 */
export function harmBound(ledger: Ledger, config: TrustConfig): number {
  let bound = Number.POSITIVE_INFINITY;
  for (const reading of tablesOf(config).readings) {
    bound = Math.min(bound, mostHarms(ledger, reading));
  }
  return bound + ledger.surfaced;
}

function boundAfterOneMore(ledger: Ledger, config: TrustConfig, level: number): number {
  const { unaudited } = ledger;
  unaudited[level] = (unaudited[level] as number) + 1;
  const bound = harmBound(ledger, config);
  unaudited[level] = (unaudited[level] as number) - 1;
  return bound;
}

/** Spends the reach where a harm costs least, which is where checks are rarest. */
function mostHarms({ unaudited, caught }: Ledger, { reach, theta, logCaught }: Reading): number {
  let left = reach;
  for (let level = 0; level < caught.length; level += 1) {
    if (caught[level] !== 0) {
      left -= (caught[level] as number) * (logCaught[level] as number);
    }
  }
  let harms = 0;
  for (let level = unaudited.length - 1; level >= 0 && left > 0; level -= 1) {
    const count = unaudited[level] as number;
    if (count > 0) {
      const affordable = Math.min(count, left / (theta[level] as number));
      harms += affordable;
      left -= affordable * (theta[level] as number);
    }
  }
  return harms;
}

/**
 * The level of a probability; the next one below where the levels have changed since it was drawn.
 * @throws RangeError unless 0 < probability <= 1
 */
function levelOf({ auditLevels }: TrustConfig, probability: number): number {
  if (!(probability > 0 && probability <= 1)) {
    throw new RangeError(`An audit probability is above 0 and at most 1, not ${probability}.`);
  }
  const level = auditLevels.findIndex((q) => q <= probability);
  return level < 0 ? auditLevels.length - 1 : level;
}

const tables = new WeakMap<TrustConfig, Tables>();

function tablesOf(config: TrustConfig): Tables {
  const known = tables.get(config);
  if (known) {
    return known;
  }
  const made = makeTables(config);
  tables.set(config, made);
  return made;
}

function makeTables(config: TrustConfig): Tables {
  const { auditLevels, auditLag, delta } = config;
  const limits = auditLevels.map((q) => largestTheta(q, config));
  return {
    silence: limits.map((theta) => Math.log(1 / delta) / theta),
    underWay: auditLevels.map((q) => auditLag * (1 - q)),
    readings: SHARES.map(({ ofTheta, ofDelta }) => {
      const theta = limits.map((limit) => ofTheta * limit);
      return {
        reach: Math.log(1 / (delta * ofDelta)),
        theta,
        logCaught: auditLevels.map((q, level) => logCaughtAt(q, theta[level] as number, config)),
      };
    }),
  };
}

/** Infinite at 1: where every action is checked, none goes unseen. */
function largestTheta(q: number, { reviewerSensitivity }: TrustConfig): number {
  return q === 1
    ? Number.POSITIVE_INFINITY
    : Math.log((1 - q * (1 - reviewerSensitivity)) / (1 - q));
}

/** Makes the expected factor of a harmful action 1, whether it is caught, missed or not looked at. */
function logCaughtAt(q: number, theta: number, { reviewerSensitivity }: TrustConfig): number {
  if (q === 1) {
    return 0;
  }
  const missed = q * (1 - reviewerSensitivity);
  return Math.log((1 - missed - (1 - q) * Math.exp(theta)) / (q * reviewerSensitivity));
}
