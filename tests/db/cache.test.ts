import { afterEach, describe, expect, it } from "vitest";
import { runRules } from "@/lib/automation/run-rules";
import { RedisCache } from "@/lib/platform/cache/redis-cache";
import { addTask } from "@/lib/workflows/add-task";
import { getWorkflow } from "@/lib/workflows/get-workflow";
import { findService } from "../support/services";
import { availableDatabases } from "../support/test-database";
import { addCase } from "./support/acts";
import { refusalOf } from "./support/outcomes";
import { openWorld, type TestWorld } from "./support/test-world";

const redisUrl = await findService("redis");

describe.skipIf(!redisUrl).each(await availableDatabases())(
  "cases of $provider cached in Redis",
  (available) => {
    const worlds: TestWorld[] = [];
    const cache = new RedisCache(redisUrl ?? "");
    const open = async () => {
      const world = await openWorld(available);
      worlds.push(world);
      const registry = globalThis as typeof globalThis & { __controlTower?: Map<string, unknown> };
      registry.__controlTower?.set("cache", cache);
      return { world, admin: world.as("admin", `tenant-${world.database.url}`) };
    };
    afterEach(async () => {
      await Promise.all(worlds.splice(0).map((world) => world.close()));
    });

    it("are served from there until they change", async () => {
      const { admin } = await open();
      const id = await addCase(admin, { name: "first" });
      const read = await getWorkflow(admin, id);
      const { hits } = cache.stats();
      expect(await getWorkflow(admin, id)).toEqual(read);
      expect(cache.stats().hits).toBe(hits + 1);
      await addTask(admin, id, { name: "Call" }, runRules);
      expect((await getWorkflow(admin, id)).tasks).toHaveLength(1);
    });

    it("are not served to another tenant, nor to who may not read", async () => {
      const { world, admin } = await open();
      const id = await addCase(admin);
      await getWorkflow(admin, id);
      expect(await refusalOf(getWorkflow(world.as("admin", "another"), id))).toBe("not_found");
    });

    it("of one database are never taken for those of another", async () => {
      const tenant = `tenant-${Math.random()}`;
      for (const [i, name] of ["the old database's", "the new database's"].entries()) {
        const { world } = await open();
        const ctx = world.as("admin", tenant);
        world.advanceMinutes(i);
        const id = await addCase(ctx, { name });
        expect((await getWorkflow(ctx, id)).name).toBe(name);
      }
    });
  },
);
