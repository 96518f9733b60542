import { randomUUID } from "node:crypto";
import { connect, createServer, type Server, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { Redis } from "ioredis";
import { afterAll, describe, expect, it } from "vitest";
import type { Cache } from "@/lib/platform/cache/cache";
import { MemoryCache } from "@/lib/platform/cache/memory-cache";
import { RedisCache } from "@/lib/platform/cache/redis-cache";
import { freePort } from "../../support/free-port";
import { findService } from "../../support/services";

const redisUrl = await findService("redis");
const caches: { name: string; open: () => Cache }[] = [
  { name: "memory", open: () => new MemoryCache() },
  ...(redisUrl ? [{ name: "redis", open: () => new RedisCache(redisUrl) }] : []),
];

describe.each(caches)("the $name cache", ({ open }) => {
  const cache = open();
  afterAll(() => cache.close());

  it.each([
    ["an object", { a: [1, { b: null }], text: "Łódź 👩‍⚕️" }],
    ["a list", [1, "x"]],
    ["text", "x"],
    ["zero", 0],
    ["false", false],
    ["an empty text", ""],
  ])("gives back %s", async (_, value) => {
    const key = randomUUID();
    await cache.set(key, value, 60);
    expect(await cache.get(key)).toEqual(value);
  });

  it("misses what was never set and what was deleted", async () => {
    const key = randomUUID();
    expect(await cache.get(key)).toBeNull();
    await cache.set(key, 1, 60);
    await cache.delete(key);
    expect(await cache.get(key)).toBeNull();
    await cache.delete(key);
  });

  it("misses what has outlived its time, and counts it no more", async () => {
    const key = randomUUID();
    const { live_keys } = cache.stats();
    await cache.set(key, 1, 1);
    expect(await cache.get(key)).toBe(1);
    await wait(1200);
    expect(await cache.get(key)).toBeNull();
    expect(cache.stats().live_keys).toBe(live_keys);
  });

  it("keeps the newest of two values and its time", async () => {
    const key = randomUUID();
    await cache.set(key, "old", 1);
    await cache.set(key, "new", 60);
    await wait(1100);
    expect(await cache.get(key)).toBe("new");
  });

  it("gives a copy: what a reader does to it reaches nobody else", async () => {
    const key = randomUUID();
    const value = { list: [1] };
    await cache.set(key, value, 60);
    value.list.push(2);
    const read = await cache.get<typeof value>(key);
    read?.list.push(3);
    expect(await cache.get(key)).toEqual({ list: [1] });
  });

  it("counts hits and misses", async () => {
    const key = randomUUID();
    const before = cache.stats();
    await cache.get(key);
    await cache.set(key, 1, 60);
    await cache.get(key);
    const { hits, misses } = cache.stats();
    expect([hits - before.hits, misses - before.misses]).toEqual([1, 1]);
  });
});

describe.skipIf(!redisUrl)("the redis cache", () => {
  it("is shared by all nodes, and expires there", async () => {
    const [one, two] = [new RedisCache(redisUrl ?? ""), new RedisCache(redisUrl ?? "")];
    const raw = new Redis(redisUrl ?? "");
    const key = randomUUID();
    await one.set(key, { a: 1 }, 60);
    expect(await two.get(key)).toEqual({ a: 1 });
    expect(await raw.ttl(`control-tower:cache:${key}`)).toBeGreaterThan(50);
    await Promise.all([one.close(), two.close(), raw.quit()]);
  });

  it("misses what it cannot read", async () => {
    const cache = new RedisCache(redisUrl ?? "");
    const raw = new Redis(redisUrl ?? "");
    const key = randomUUID();
    await raw.set(`control-tower:cache:${key}`, "{broken", "EX", 60);
    expect(await cache.get(key)).toBeNull();
    await Promise.all([cache.close(), raw.quit()]);
  });

  it("misses at once while Redis is away, never fails, and recovers when it is back", async () => {
    const port = await freePort();
    const cache = new RedisCache(`redis://127.0.0.1:${port}`);
    const startedAt = performance.now();
    for (let reads = 0; reads < 5; reads += 1) {
      await cache.set("key", 1, 60);
      expect(await cache.get("key")).toBeNull();
      await cache.delete("key");
    }
    expect(performance.now() - startedAt).toBeLessThan(5 * 3 * 300);

    const proxy = await forward(port, new URL(redisUrl ?? ""));
    const key = randomUUID();
    for (let tries = 0; tries < 40 && (await cache.get(key)) === null; tries += 1) {
      await cache.set(key, 1, 60);
      await wait(100);
    }
    expect(await cache.get(key)).toBe(1);

    proxy.cut();
    expect(await cache.get(key)).toBeNull();
    await cache.close();
  });

  it("misses after a moment when Redis hangs", async () => {
    const port = await freePort();
    const silent = createServer().listen(port, "127.0.0.1");
    const cache = new RedisCache(`redis://127.0.0.1:${port}`);
    const startedAt = performance.now();
    expect(await cache.get("key")).toBeNull();
    expect(performance.now() - startedAt).toBeLessThan(1500);
    await cache.close();
    silent.close();
  });
});

/** Passes connections on to a real Redis until it is cut. */
async function forward(port: number, target: URL): Promise<{ cut(): void }> {
  const sockets: Socket[] = [];
  const server: Server = createServer((client) => {
    const upstream = connect(Number(target.port || 6379), target.hostname);
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.push(from);
      from.on("error", () => undefined);
      from.pipe(to);
    }
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    cut: () => {
      server.close();
      for (const socket of sockets) {
        socket.destroy();
      }
    },
  };
}
