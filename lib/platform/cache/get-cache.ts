import { processSingleton } from "../process-singleton";
import { getSettings } from "../settings";
import type { Cache } from "./cache";
import { MemoryCache } from "./memory-cache";
import { RedisCache } from "./redis-cache";

/** The cache that CACHE_BACKEND chose for this process. */
export function getCache(): Cache {
  return processSingleton<Cache>("cache", () => {
    const { backend, redisUrl } = getSettings().cache;
    return backend === "redis" ? new RedisCache(redisUrl) : new MemoryCache();
  });
}
