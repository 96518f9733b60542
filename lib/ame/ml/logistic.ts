/** The probability of a margin in log-odds; 0 … 1, finite for every margin that is no NaN. */
export function probabilityOf(margin: number): number {
  return 1 / (1 + Math.exp(-margin));
}

/** The margin of a probability inside (0, 1), in log-odds. */
export function logOdds(probability: number): number {
  return Math.log(probability / (1 - probability));
}

/** Cross-entropy in nats of a target in [0, 1] at a margin, without overflow at either end. */
export function crossEntropy(margin: number, target: number): number {
  return Math.max(margin, 0) - margin * target + Math.log1p(Math.exp(-Math.abs(margin)));
}
