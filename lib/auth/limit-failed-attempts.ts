import { isUnavailable } from "@/lib/db/database-error";
import { AppError, isAppError } from "@/lib/kernel/app-error";
import { addressGroup } from "@/lib/platform/address-group";
import { processSingleton } from "@/lib/platform/process-singleton";
import { SlidingCount, secondsUntilBelow, totalOf } from "@/lib/platform/sliding-count";

const WINDOW_SECONDS = 300;
/** of one address with secrets that nobody can guess; and of one address for one e-mail or person */
const FAILURES = 10;
/** of one address for whomever it guesses at: what judging passwords may cost */
const GUESSES_OF_ADDRESS = 100;
/** of one address as one person, right ones too: else one account in a loop keeps all waiting */
const ATTEMPTS = 60;
const MAX_SUBJECT = 200;
const UNKNOWN = "unknown";

interface Attempt {
  /** where it comes from; null when nobody can tell */
  ip: string | null;
  /** whom it tries to be, e.g. `email:ann@example.com` */
  subject: string;
}

interface Budget {
  name: string;
  limit: number;
  /** false = given back when the attempt was right, or nobody could judge it */
  isForAll: boolean;
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
 * judged, so that many at once gain nothing, and given back when it was right or not judged; but
 * for one budget, since judging what is right costs as much.
 * @throws AppError too_many_requests
 */
export async function limitGuesses<T>(
  attempt: Attempt,
  verify: () => Promise<T | null>,
): Promise<T | null> {
  const budgets = budgetsOf(attempt);
  const counted = await Promise.all(
    budgets.map(async (budget) => ({ ...budget, count: await counter().add(budget.name) })),
  );
  const giveBack = (some: typeof counted) =>
    Promise.all(some.map(({ name, count }) => counter().takeBack(name, count)));
  const spent = counted.filter(({ count, limit }) => totalOf(count) > limit);
  if (spent.length > 0) {
    await giveBack(counted);
    const waitSeconds = Math.max(
      ...spent.map(({ count, limit }) => secondsUntilBelow(count, limit)),
    );
    throw spent.every(({ isForAll }) => isForAll) ? tooOften(waitSeconds) : tooMany(waitSeconds);
  }
  const forFailures = counted.filter(({ isForAll }) => !isForAll);
  try {
    const right = await verify();
    if (right !== null) {
      await giveBack(forFailures);
    }
    return right;
  } catch (error) {
    if (isUnavailable(error) || (isAppError(error) && error.code === "unavailable")) {
      await giveBack(forFailures);
    }
    throw error;
  }
}

/** Where addresses are not known, all callers would share the address's budget; so there is none. */
function budgetsOf({ ip, subject }: Attempt): Budget[] {
  const address = addressGroup(ip);
  const pair = `${address} ${subject.slice(0, MAX_SUBJECT)}`;
  const ofPair: Budget[] = [
    { name: pair, limit: FAILURES, isForAll: false },
    { name: `all ${pair}`, limit: ATTEMPTS, isForAll: true },
  ];
  return address === UNKNOWN
    ? ofPair
    : [...ofPair, { name: `${address} guesses`, limit: GUESSES_OF_ADDRESS, isForAll: false }];
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

function tooOften(retryAfterSeconds: number): AppError {
  return new AppError(
    "too_many_requests",
    `More than ${ATTEMPTS} attempts as one person within five minutes. Wait ${retryAfterSeconds} seconds, and keep the session that you have.`,
    [],
    { retryAfterSeconds },
  );
}
