export interface CacheStats {
  backend: "memory" | "redis";
  keys: number;
  live_keys: number;
  hits: number;
  misses: number;
}

/**
 * A place for copies that may vanish at any time. Nothing is ever authorised from it, and a cache
 * that is down answers like an empty one.
 */
export interface Cache {
  /** @returns the stored value, or null when it is absent or expired */
  get<T>(key: string): Promise<T | null>;
  /** @param ttlSeconds how long the copy may be served */
  set(key: string, value: unknown, ttlSeconds: number): Promise<void>;
  delete(key: string): Promise<void>;
  stats(): CacheStats;
  close(): Promise<void>;
}
