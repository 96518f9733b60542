import { AppError } from "@/lib/kernel/app-error";
import { addressGroup } from "@/lib/platform/address-group";
import { processSingleton } from "@/lib/platform/process-singleton";
import { SlidingCount, secondsUntilBelow, totalOf } from "@/lib/platform/sliding-count";

const WINDOW_SECONDS = 300;
/** of one address with secrets that nobody can guess; and of one address for one e-mail or person */
const FAILURES = 10;
/** of one address for whomever it guesses at: what judging passwords may cost */
const GUESSES_OF_ADDRESS = 100;
const MAX_SUBJECT = 200;
const UNKNOWN = "unknown";

interface Attempt {
  /** where it comes from; null when nobody can tell */
  ip: string | null;
  /** whom it tries to be, e.g. `email:ann@example.com` */
  subject: string;
}

/**
 * Lets `verify` judge what is presented, and counts the failures; null is a failure. For secrets
 * that nobody can guess: what is right always passes, whoever else has failed from the address.
 * @throws AppError too_many_requests instead of one failure too many
 */
export async function limitFailures<T>(
  ip: string | null,
  verify: () => Promise<T | null>,
): Promise<T | null> {
  const right = await verify();
  if (right !== null) {
    return right;
  }
  const count = await counter().add(addressGroup(ip));
  // The tenth failure is still told as one.
  if (totalOf(count) > FAILURES) {
    throw tooMany(secondsUntilBelow(count, FAILURES));
  }
  return null;
}

/**
 * The same for what can be guessed, such as passwords and codes: an attempt is counted before it is
 * judged, so that many at once gain nothing, and given back when it was right or not judged.
 * @throws AppError too_many_requests
 */
export async function limitGuesses<T>(
  attempt: Attempt,
  verify: () => Promise<T | null>,
): Promise<T | null> {
  const budgets = budgetsOf(attempt);
  const counted = await Promise.all(
    budgets.map(async ({ name, limit }) => ({ name, limit, count: await counter().add(name) })),
  );
  const giveBack = () =>
    Promise.all(counted.map(({ name, count }) => counter().takeBack(name, count)));
  const waits = counted
    .filter(({ count, limit }) => totalOf(count) > limit)
    .map(({ count, limit }) => secondsUntilBelow(count, limit));
  if (waits.length > 0) {
    await giveBack();
    throw tooMany(Math.max(...waits));
  }
  const right = await verify();
  if (right !== null) {
    await giveBack();
  }
  return right;
}

/** Where addresses are not known, all callers would share the address's budget; so there is none. */
function budgetsOf({ ip, subject }: Attempt): { name: string; limit: number }[] {
  const address = addressGroup(ip);
  const ofPair = { name: `${address} ${subject.slice(0, MAX_SUBJECT)}`, limit: FAILURES };
  return address === UNKNOWN
    ? [ofPair]
    : [ofPair, { name: `${address} guesses`, limit: GUESSES_OF_ADDRESS }];
}

function counter(): SlidingCount {
  return processSingleton("failed attempts", () => new SlidingCount("failed", WINDOW_SECONDS));
}

function tooMany(retryAfterSeconds: number): AppError {
  return new AppError(
    "too_many_requests",
    `Too many attempts with credentials that were wrong. Wait ${retryAfterSeconds} seconds, and check what you send.`,
    [],
    { retryAfterSeconds },
  );
}
