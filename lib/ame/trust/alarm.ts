import type { TrustConfig } from "./trust-config";

/** What watches for a sudden or a creeping change for the worse. */
export interface Alarm {
  /** CUSUM of the log-likelihood ratio of "harmful" against "normal"; never below 0 */
  cusum: number;
  /** actions still to be audited one and all */
  scrutiny: number;
}

export function newAlarm(): Alarm {
  return { cusum: 0, scrutiny: 0 };
}

/** One audit or incident. @returns whether the alarm rings */
export function addToAlarm(alarm: Alarm, config: TrustConfig, isBad: boolean): boolean {
  const { normal, harmful, limit } = config.alarm;
  const step = isBad ? Math.log(harmful / normal) : Math.log((1 - harmful) / (1 - normal));
  alarm.cusum = Math.max(0, alarm.cusum + step);
  if (isBad) {
    scrutinise(alarm, config.scrutiny);
  }
  return alarm.cusum >= limit;
}

/** The next actions are audited one and all; more than were to be already, never fewer. */
export function scrutinise(alarm: Alarm, actions: number): void {
  alarm.scrutiny = Math.max(alarm.scrutiny, actions);
}
