const DAY_MS = 86_400_000;
const SUNDAY = 0;
const SATURDAY = 6;

/** The same time of day, `days` days later, not counting Saturdays and Sundays (UTC). */
export function addBusinessDays(from: Date, days: number): Date {
  let at = from;
  let left = days;
  while (left > 0) {
    at = new Date(at.getTime() + DAY_MS);
    const day = at.getUTCDay();
    left -= day === SATURDAY || day === SUNDAY ? 0 : 1;
  }
  return at;
}
