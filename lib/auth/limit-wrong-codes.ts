import { AppError } from "@/lib/kernel/app-error";
import { fingerprintOf } from "@/lib/platform/fingerprint";
import { processSingleton } from "@/lib/platform/process-singleton";
import { SlidingCount, secondsUntilBelow, totalOf } from "@/lib/platform/sliding-count";

const DAY_SECONDS = 86_400;
/** of one person wherever they come from: of a million codes three are right at any time */
const WRONG_CODES = 100;

/**
 * Lets `judge` judge a code of the authenticator app, and counts the wrong ones of a person over all
 * addresses; null is one. Only whoever has the password comes here, so nobody else can spend it. A
 * code is counted before it is judged, and given back when it was right or not judged.
 * @throws AppError too_many_requests
 */
export async function limitWrongCodes<T>(userId: string, judge: () => T | null): Promise<T | null> {
  const name = fingerprintOf(userId);
  const count = await counter().add(name);
  const giveBack = () => counter().takeBack(name, count);
  if (totalOf(count) > WRONG_CODES) {
    await giveBack();
    throw tooMany(secondsUntilBelow(count, WRONG_CODES));
  }
  let right: T | null;
  try {
    right = judge();
  } catch (error) {
    await giveBack();
    throw error;
  }
  if (right !== null) {
    await giveBack();
  }
  return right;
}

function counter(): SlidingCount {
  return processSingleton("wrong codes", () => new SlidingCount("codes", DAY_SECONDS));
}

function tooMany(retryAfterSeconds: number): AppError {
  return new AppError(
    "too_many_requests",
    `More than ${WRONG_CODES} wrong codes of one person within a day. Wait ${retryAfterSeconds} seconds, or have an administrator take the authenticator app away.`,
    [],
    { retryAfterSeconds },
  );
}
