import type { RateLimiterAbstract } from "rate-limiter-flexible";
import { createLimiter } from "./limiter-store";

/** What happened in this window and in the one before it. */
interface TwoWindows {
  /** which window this is */
  window: number;
  current: number;
  previous: number;
  /** how much of this window is over, ms */
  elapsedMs: number;
  windowMs: number;
}

/**
 * Counts over the last so many seconds, sliding. The library's windows are fixed, so each count is
 * this window's and the part of the one before that the last seconds still cover.
 */
export class SlidingCount {
  readonly #windows: RateLimiterAbstract;
  readonly #windowMs: number;

  constructor(name: string, windowSeconds: number) {
    this.#windowMs = windowSeconds * 1000;
    // The store keeps no more than the number; who may go on is decided here.
    this.#windows = createLimiter({
      name,
      points: Number.MAX_SAFE_INTEGER,
      seconds: 2 * windowSeconds,
    });
  }

  /** Counts one more. @returns the count with it */
  async add(key: string): Promise<TwoWindows> {
    const { now, elapsedMs } = this.#now();
    const [current, previous] = await Promise.all([
      this.#windows.penalty(`${key}:${now}`),
      this.#windows.get(`${key}:${now - 1}`),
    ]);
    return this.#of(now, [current.consumedPoints, previous?.consumedPoints], elapsedMs);
  }

  /** Takes one back that was counted in advance, from the window it was counted in. */
  async takeBack(key: string, { window }: Pick<TwoWindows, "window">): Promise<void> {
    await this.#windows.reward(`${key}:${window}`);
  }

  #now(): { now: number; elapsedMs: number } {
    const ms = Date.now();
    return { now: Math.floor(ms / this.#windowMs), elapsedMs: ms % this.#windowMs };
  }

  #of(
    window: number,
    [current = 0, previous = 0]: (number | undefined)[],
    elapsedMs: number,
  ): TwoWindows {
    return { window, current, previous, elapsedMs, windowMs: this.#windowMs };
  }
}

/** How many in the last window's length; what is counted in part counts whole. */
export function totalOf({ current, previous, elapsedMs, windowMs }: TwoWindows): number {
  return Math.max(current, 0) + Math.ceil(Math.max(previous, 0) * (1 - elapsedMs / windowMs));
}

/** In how many seconds the total is below a limit, if nothing more is counted. */
export function secondsUntilBelow(count: TwoWindows, limit: number): number {
  const { current, previous, elapsedMs, windowMs } = count;
  const free = limit - 1 - current;
  // Either enough of the window before slides out, or this one has to become it first.
  const waitMs =
    free >= 0
      ? windowMs * (1 - free / Math.max(previous, 1)) - elapsedMs
      : windowMs - elapsedMs + windowMs * (1 - (limit - 1) / current);
  return Math.max(Math.ceil(waitMs / 1000), 1);
}
