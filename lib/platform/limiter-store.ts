import { Redis } from "ioredis";
import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterRedis,
} from "rate-limiter-flexible";
import { getLogger } from "./logger";
import { processSingleton } from "./process-singleton";
import { getSettings } from "./settings";

const PREFIX = "control-tower:limit:";
const COMMAND_TIMEOUT_MS = 100;
const MAX_RECONNECT_DELAY_MS = 2000;

interface Limit {
  /** tells the counts of one limiter from those of another */
  name: string;
  points: number;
  seconds: number;
}

/**
 * Counts in this process, or in Redis where the nodes share one. While Redis is away each node
 * counts by itself: a request never fails because the counting does.
 */
export function createLimiter({ name, points, seconds }: Limit): RateLimiterAbstract {
  const options = { keyPrefix: `${PREFIX}${name}`, points, duration: seconds };
  const own = new RateLimiterMemory(options);
  const redis = sharedRedis();
  if (redis === null) {
    return own;
  }
  return new RateLimiterRedis({
    ...options,
    storeClient: redis,
    insuranceLimiter: own,
    rejectIfRedisNotReady: true,
  });
}

/** Nobody counts any more; for the stop. */
export function closeLimiterStore(): void {
  sharedRedis()?.disconnect();
}

function sharedRedis(): Redis | null {
  return processSingleton("limiter redis", () => {
    const { backend, redisUrl } = getSettings().cache;
    if (backend !== "redis") {
      return null;
    }
    const redis = new Redis(redisUrl, {
      commandTimeout: COMMAND_TIMEOUT_MS,
      maxRetriesPerRequest: 0,
      retryStrategy: (attempt) => Math.min(attempt * 100, MAX_RECONNECT_DELAY_MS),
    });
    redis.on("error", (error) => getLogger().warn({ err: error }, "limits: Redis is away"));
    return redis;
  });
}
