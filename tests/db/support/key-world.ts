import { afterAll, beforeAll, beforeEach } from "vitest";
import { principalOfApiKey } from "@/lib/auth/principal-of-api-key";
import type { CreateApiKey } from "@/lib/contracts/api-keys";
import { getDatabase } from "@/lib/db/client";
import type { Context } from "@/lib/kernel/context";
import type { AvailableDatabase } from "../../support/test-database";
import { openWorld, type TestWorld } from "./test-world";

/** What a key is asked for with, but for what matters to a test. */
export const keyInput = (more: Partial<CreateApiKey> = {}): CreateApiKey => ({
  name: "Pharmacy system",
  role: "technician",
  permissions: null,
  site_ids: ["*"],
  expires_at: null,
  ...more,
});

export interface KeyWorld extends TestWorld {
  admin: Context;
  /** a number of each test's own, for addresses and names */
  turn: number;
  /** who is behind a key, sent from an address of the test's own, so that failures do not add up */
  holderOf(key: string): ReturnType<typeof principalOfApiKey>;
}

/** A world for the tests of the describe block around the call; filled in once they run. */
export function useKeyWorld(available: AvailableDatabase): KeyWorld {
  const world = { turn: 0 } as KeyWorld;
  beforeAll(async () => {
    const opened = await openWorld(available);
    Object.assign(world, opened, {
      admin: opened.as("admin"),
      holderOf: (key: string) => principalOfApiKey(key, `203.0.113.${world.turn}`),
    });
  });
  beforeEach(() => {
    // Keys are judged by the real clock, for no context exists yet.
    world.clock.now = new Date();
    world.turn += 1;
  });
  afterAll(async () => {
    await (await getDatabase()).$disconnect();
    await world.close();
  });
  return world;
}
