import type { Redis } from "ioredis";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { limitRequests } from "@/lib/auth/limit-requests";
import { closeLimiterStore } from "@/lib/platform/limiter-store";
import { parseSettings } from "@/lib/platform/settings";
import { findService } from "../../support/services";

const registry = globalThis as typeof globalThis & { __controlTower?: Map<string, unknown> };
const KEY = "abcdefghijklmnopqrstuvwxyz012345";

function useSettings(more: Record<string, string> = {}) {
  const settings = parseSettings({
    ENVIRONMENT: "development",
    BLADNIR_ADMIN_KEY: KEY,
    LOG_LEVEL: "silent",
    RATE_LIMIT_PER_MINUTE: "5",
    ...more,
  });
  return new Map<string, unknown>([["settings", settings]]);
}
const outcome = async (id: string) => ((await limitRequests({ id })).refusal ? 429 : 200);

beforeEach(() => {
  registry.__controlTower = useSettings();
});
afterEach(() => closeLimiterStore());

describe("requests of one key or person", () => {
  it("are counted by themselves, and told what is left", async () => {
    const first = await limitRequests({ id: "api_key:a" });
    expect(first.headers).toEqual({
      "ratelimit-policy": '"requests";q=5;w=60',
      ratelimit: '"requests";r=4;t=60',
    });
    for (let i = 0; i < 4; i += 1) {
      expect(await outcome("api_key:a")).toBe(200);
    }
    const { headers, refusal } = await limitRequests({ id: "api_key:a" });
    expect(refusal?.code).toBe("too_many_requests");
    expect(refusal?.hints.retryAfterSeconds).toBeGreaterThan(0);
    expect(headers["ratelimit"]).toMatch(/^"requests";r=0;t=\d+$/);
    expect(await outcome("api_key:b")).toBe(200);
  });

  it("are not counted in the demo, where everybody is the same person", async () => {
    registry.__controlTower = new Map([
      ["settings", parseSettings({ RATE_LIMIT_PER_MINUTE: "1" })],
    ]);
    expect([await outcome("user:demo"), await outcome("user:demo")]).toEqual([200, 200]);
  });
});

const redisUrl = await findService("redis");

describe.skipIf(!redisUrl)("two nodes on one Redis", () => {
  it("share the count", async () => {
    const shared = { CACHE_BACKEND: "redis", REDIS_URL: redisUrl ?? "" };
    const nodes = [useSettings(shared), useSettings(shared)];
    const id = `api_key:${crypto.randomUUID()}`;
    const as = (node: number) => {
      registry.__controlTower = nodes[node] as Map<string, unknown>;
    };
    for (const node of [0, 1]) {
      as(node);
      await connected(node);
    }
    const answers = [];
    for (let i = 0; i < 8; i += 1) {
      as(i % 2);
      answers.push(await outcome(id));
    }
    expect(answers).toEqual([...Array(5).fill(200), ...Array(3).fill(429)]);
    as(0);
    closeLimiterStore();
    as(1);
  });

  /** A node that has just started counts by itself until Redis is there. */
  async function connected(node: number) {
    await limitRequests({ id: `api_key:warm-${node}` });
    const redis = registry.__controlTower?.get("limiter redis") as Redis;
    await expect.poll(() => redis.status).toBe("ready");
  }
});

describe("a node whose Redis is away", () => {
  it("goes on, and counts by itself", async () => {
    registry.__controlTower = useSettings({
      CACHE_BACKEND: "redis",
      REDIS_URL: "redis://127.0.0.1:1",
    });
    const answers = [];
    for (let i = 0; i < 7; i += 1) {
      answers.push(await outcome("api_key:alone"));
    }
    expect(answers).toEqual([...Array(5).fill(200), 429, 429]);
  });
});
