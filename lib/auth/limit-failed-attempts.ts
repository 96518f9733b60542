import { isUnavailable } from "@/lib/db/database-error";
import { AppError, isAppError } from "@/lib/kernel/app-error";
import { addressGroup } from "@/lib/platform/address-group";
import { fingerprintOf } from "@/lib/platform/fingerprint";
import { processSingleton } from "@/lib/platform/process-singleton";
import { SlidingCount, secondsUntilBelow, totalOf } from "@/lib/platform/sliding-count";

const WINDOW_SECONDS = 300;
/** of one address with secrets that nobody can guess; and of one address for one e-mail or person */
const FAILURES = 10;
/** of one address for whomever it guesses at: what judging passwords may cost */
const GUESSES_OF_ADDRESS = 100;
/** of one address as one person, right ones too: else one account in a loop keeps all waiting */
const ATTEMPTS = 60;
const UNKNOWN = "unknown";
/** with which an attempt ends that nobody has judged; another budget may be spent */
const UNJUDGED: ReadonlySet<string> = new Set(["unavailable", "too_many_requests"]);

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

type Counted = Budget & { count: Awaited<ReturnType<SlidingCount["add"]>> };

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
 * for one budget, since judging what is right costs as much. Whoever calls records the failures, when
 * they are counted for good.
 * @throws AppError too_many_requests
 */
export async function limitGuesses<T>(
  attempt: Attempt,
  verify: () => Promise<T | null>,
): Promise<T | null> {
  const forFailures = (await countInAdvance(attempt)).filter(({ isForAll }) => !isForAll);
  try {
    const right = await verify();
    if (right !== null) {
      await giveBack(forFailures);
    }
    return right;
  } catch (error) {
    if (isUnavailable(error) || (isAppError(error) && UNJUDGED.has(error.code))) {
      await giveBack(forFailures);
    }
    throw error;
  }
}

/** @throws AppError too_many_requests when a budget is spent, with all counts given back */
async function countInAdvance(attempt: Attempt): Promise<Counted[]> {
  const counted: Counted[] = [];
  for (const budgets of budgetsOf(attempt)) {
    const added = budgets.map(async (one) => ({ ...one, count: await counter().add(one.name) }));
    counted.push(...(await Promise.all(added)));
    const spent = counted.filter(({ count, limit }) => totalOf(count) > limit);
    if (spent.length > 0) {
      await giveBack(counted);
      throw refusalFor(spent);
    }
  }
  return counted;
}

async function giveBack(counted: readonly Counted[]): Promise<void> {
  await Promise.all(counted.map(({ name, count }) => counter().takeBack(name, count)));
}

/**
 * In the order in which they are asked: an address with nothing left leaves no counters of the names
 * it makes up. Where addresses are not known, all callers would share that budget; so there is none.
 */
function budgetsOf({ ip, subject }: Attempt): Budget[][] {
  const address = addressGroup(ip);
  const pair = `${address} ${fingerprintOf(subject)}`;
  const ofPair: Budget[] = [
    { name: pair, limit: FAILURES, isForAll: false },
    { name: `all ${pair}`, limit: ATTEMPTS, isForAll: true },
  ];
  return address === UNKNOWN
    ? [ofPair]
    : [[{ name: `${address} guesses`, limit: GUESSES_OF_ADDRESS, isForAll: false }], ofPair];
}

function counter(): SlidingCount {
  return processSingleton("failed attempts", () => new SlidingCount("failed", WINDOW_SECONDS));
}

function refusalFor(spent: readonly Counted[]): AppError {
  const waitSeconds = Math.max(...spent.map(({ count, limit }) => secondsUntilBelow(count, limit)));
  return spent.every(({ isForAll }) => isForAll) ? tooOften(waitSeconds) : tooMany(waitSeconds);
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
