import { LRUCache } from "lru-cache";
import type { Cache, CacheStats } from "./cache";

const MAX_ENTRIES = 10_000;
const MAX_CHARACTERS = 64 * 1024 * 1024;

/** A cache of this process, kept as text so that no reader holds another's copy: least recently used entries go first once 10,000 are held. */
export class MemoryCache implements Cache {
  readonly #entries = new LRUCache<string, string>({
    max: MAX_ENTRIES,
    maxSize: MAX_CHARACTERS,
    sizeCalculation: (text) => Math.max(text.length, 1),
  });
  #hits = 0;
  #misses = 0;

  async get<T>(key: string): Promise<T | null> {
    const text = this.#entries.get(key);
    if (text === undefined) {
      this.#misses += 1;
      return null;
    }
    this.#hits += 1;
    return JSON.parse(text) as T;
  }

  async set(key: string, value: unknown, ttlSeconds: number): Promise<void> {
    this.#entries.set(key, JSON.stringify(value), { ttl: ttlSeconds * 1000 });
  }

  async delete(key: string): Promise<void> {
    this.#entries.delete(key);
  }

  stats(): CacheStats {
    const keys = this.#entries.size;
    return { backend: "memory", keys, live_keys: keys, hits: this.#hits, misses: this.#misses };
  }

  async close(): Promise<void> {
    this.#entries.clear();
  }
}
