import type { TrustConfig } from "./trust-config";

/** Betting fractions; with fraction f the bet is that the harm rate is f times the tolerated one. */
const FRACTIONS = [0, 1 / 8, 1 / 4, 1 / 2, 3 / 4] as const;
/** What of the stake is put on each. */
const PRIOR = [0.3, 0.25, 0.2, 0.15, 0.1] as const;
/** Below it an attempt is lost, and the next one begins. */
const LOST = 0.001;
/** Keeps a wealth finite; losing what is beyond it only makes the bet harder to win. */
const MOST = 1e300;
const HORIZON = 1_000_000;

/**
 * A bet against "the harm rate is at least alpha", as an e-process (Ville 1939; Waudby-Smith &
 * Ramdas 2023). While that is true, whoever bets is expected to lose, whenever they stop.
 */
export interface Certificate {
  /** 1, 2, …; each attempt must win more than the last, so that all together err with delta at most */
  attempt: number;
  /** what each fraction has made of a stake of 1 */
  wealth: number[];
  /** actions judged in this attempt */
  judged: number;
  /** of them, the bad ones */
  bad: number;
}

export function newCertificate(attempt = 1): Certificate {
  return { attempt, wealth: FRACTIONS.map(() => 1), judged: 0, bad: 0 };
}

/** Changes the certificate by one judged action. */
export function addJudgement(certificate: Certificate, config: TrustConfig, isBad: boolean): void {
  const { wealth } = certificate;
  for (let j = 0; j < FRACTIONS.length; j += 1) {
    const fraction = FRACTIONS[j] as number;
    const factor = isBad ? fraction : cleanFactor(fraction, config);
    wealth[j] = Math.min((wealth[j] as number) * factor, MOST);
  }
  certificate.judged += 1;
  certificate.bad += isBad ? 1 : 0;
  if (evidenceOf(certificate) < LOST) {
    restart(certificate);
  }
}

/** Begins the next attempt, which needs more evidence than this one. */
export function restart(certificate: Certificate): void {
  Object.assign(certificate, newCertificate(certificate.attempt + 1));
}

/** The e-value: how much the evidence speaks against "alpha or more"; 1 = nothing known. */
export function evidenceOf({ wealth }: Certificate): number {
  let evidence = 0;
  for (let j = 0; j < PRIOR.length; j += 1) {
    evidence += (PRIOR[j] as number) * (wealth[j] as number);
  }
  return evidence;
}

/** The e-value that grants it. Over all attempts the chance of a false grant stays below delta. */
export function neededEvidence({ attempt }: Certificate, { delta }: TrustConfig): number {
  return (attempt * (attempt + 1)) / delta;
}

/** How many clean judgements in a row would grant it now; 0 when it is. */
export function cleanDecisionsLeft(certificate: Certificate, config: TrustConfig): number {
  const needed = neededEvidence(certificate, config);
  const factors = FRACTIONS.map((fraction) => cleanFactor(fraction, config));
  const evidenceAfter = (clean: number) =>
    PRIOR.reduce((sum, weight, j) => {
      const wealth = certificate.wealth[j] as number;
      // A stake that is lost stays lost, however far the factor grows beyond what a number holds.
      return wealth === 0 ? sum : sum + weight * wealth * (factors[j] as number) ** clean;
    }, 0);
  let [low, high] = [0, HORIZON];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    [low, high] = evidenceAfter(middle) >= needed ? [low, middle] : [middle + 1, high];
  }
  return low;
}

function cleanFactor(fraction: number, { alpha }: TrustConfig): number {
  return (1 - fraction * alpha) / (1 - alpha);
}
