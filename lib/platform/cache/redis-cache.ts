import { Redis } from "ioredis";
import { LRUCache } from "lru-cache";
import { getLogger } from "../logger";
import type { Cache, CacheStats } from "./cache";

const PREFIX = "control-tower:cache:";
const MAX_COUNTED = 10_000;
const COMMAND_TIMEOUT_MS = 250;
const MAX_RECONNECT_DELAY_MS = 2000;

/** A cache that all nodes share. While Redis is away every read is a miss and every write is lost. */
export class RedisCache implements Cache {
  readonly #redis: Redis;
  /** while it is, nobody waits for it; before the first connection commands queue up */
  #isAway = false;
  #hits = 0;
  #misses = 0;
  /** what this node has stored; counting the whole keyspace would cost every reader */
  readonly #stored = new LRUCache<string, true>({ max: MAX_COUNTED });

  constructor(url: string) {
    this.#redis = new Redis(url, {
      keyPrefix: PREFIX,
      commandTimeout: COMMAND_TIMEOUT_MS,
      maxRetriesPerRequest: 0,
      retryStrategy: (attempt) => Math.min(attempt * 100, MAX_RECONNECT_DELAY_MS),
    });
    this.#redis.on("ready", () => {
      this.#isAway = false;
    });
    this.#redis.on("error", (error) => {
      this.#isAway = true;
      getLogger().warn({ err: error }, "cache: Redis is away");
    });
  }

  async get<T>(key: string): Promise<T | null> {
    const entry = await this.#orNull(() => this.#redis.get(key).then(parseEntry<T>));
    if (entry === null) {
      this.#misses += 1;
      return null;
    }
    this.#hits += 1;
    return entry;
  }

  async set(key: string, value: unknown, ttlSeconds: number): Promise<void> {
    const stored = await this.#orNull(() =>
      this.#redis.set(key, JSON.stringify(value), "EX", ttlSeconds),
    );
    if (stored !== null) {
      this.#stored.set(key, true, { ttl: ttlSeconds * 1000 });
    }
  }

  async delete(key: string): Promise<void> {
    this.#stored.delete(key);
    await this.#orNull(() => this.#redis.del(key));
  }

  /** `keys` are those that this node stored. */
  stats(): CacheStats {
    this.#stored.purgeStale();
    const keys = this.#stored.size;
    return { backend: "redis", keys, live_keys: keys, hits: this.#hits, misses: this.#misses };
  }

  async close(): Promise<void> {
    this.#redis.disconnect();
  }

  async #orNull<T>(ask: () => Promise<T>): Promise<T | null> {
    if (this.#isAway) {
      return null;
    }
    try {
      return await ask();
    } catch (error) {
      getLogger().debug({ err: error }, "cache: served as a miss");
      return null;
    }
  }
}

function parseEntry<T>(text: string | null): T | null {
  return text === null ? null : (JSON.parse(text) as T);
}
