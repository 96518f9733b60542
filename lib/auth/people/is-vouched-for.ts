/**
 * How long a company account counts without its person's sign-in, where only the provider knows who
 * has left: it is asked with each sign-in and at no other time.
 */
const VOUCHED_FOR_DAYS = 30;
const DAY_MS = 24 * 3_600_000;

/** Whether what a person has left here, keys and requests, still counts; with a password here it does. */
export function isVouchedFor(
  person: { oidcIssuer: string | null; lastSignInAt: Date | null },
  now: Date,
): boolean {
  const sinceMs = now.getTime() - (person.lastSignInAt?.getTime() ?? 0);
  return person.oidcIssuer === null || sinceMs <= VOUCHED_FOR_DAYS * DAY_MS;
}
