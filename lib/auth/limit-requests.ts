import type { RateLimiterAbstract, RateLimiterRes } from "rate-limiter-flexible";
import { AppError } from "@/lib/kernel/app-error";
import type { Actor } from "@/lib/kernel/context";
import { createLimiter } from "@/lib/platform/limiter-store";
import { processSingleton } from "@/lib/platform/process-singleton";
import { getSettings } from "@/lib/platform/settings";

const WINDOW_SECONDS = 60;

interface Share {
  /** IETF draft-ietf-httpapi-ratelimit-headers; also on the refusal */
  headers: Record<string, string>;
  /** what to throw when it is used up */
  refusal: AppError | null;
}

/**
 * Counts a request of a key, a partner system or a person, before any work is done for it. The demo
 * has one person for everybody and is not counted.
 */
export async function limitRequests({ id }: Pick<Actor, "id">): Promise<Share> {
  const { mode, rateLimitPerMinute: points } = getSettings();
  if (mode === "demo") {
    return { headers: {}, refusal: null };
  }
  const used = await consume(limiter(points), id);
  const seconds = Math.max(Math.ceil(used.msBeforeNext / 1000), 0);
  const left = Math.max(points - used.consumedPoints, 0);
  return {
    headers: {
      "ratelimit-policy": `"requests";q=${points};w=${WINDOW_SECONDS}`,
      ratelimit: `"requests";r=${left};t=${seconds}`,
    },
    refusal: used.consumedPoints > points ? tooMany(points, Math.max(seconds, 1)) : null,
  };
}

/** The library rejects with the same count that it otherwise resolves with. */
async function consume(counts: RateLimiterAbstract, id: string): Promise<RateLimiterRes> {
  try {
    return await counts.consume(id);
  } catch (used) {
    if (isCount(used)) {
      return used;
    }
    throw used;
  }
}

/** The bundles share the limiter of the one that made it, but hold a class each. */
function isCount(used: unknown): used is RateLimiterRes {
  return typeof used === "object" && used !== null && "consumedPoints" in used;
}

function limiter(points: number): RateLimiterAbstract {
  return processSingleton("request limiter", () =>
    createLimiter({ name: "requests", points, seconds: WINDOW_SECONDS }),
  );
}

function tooMany(points: number, retryAfterSeconds: number): AppError {
  return new AppError(
    "too_many_requests",
    `These credentials have used up their ${points} requests a minute. Wait ${retryAfterSeconds} seconds, or have RATE_LIMIT_PER_MINUTE raised.`,
    [],
    { retryAfterSeconds },
  );
}
