import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Database } from "@/lib/db/open-database";
import { listStreamEvents } from "@/lib/integrations/event-stream/list-stream-events";
import { relayOnce } from "@/lib/integrations/event-stream/relay-once";
import { createWebhook } from "@/lib/integrations/webhooks/create-webhook";
import type { Context } from "@/lib/kernel/context";
import { inTransaction } from "@/lib/kernel/transaction";
import { availableDatabases, sqlite } from "../support/test-database";
import { addCase } from "./support/acts";
import { openClient, openWorld, type TestWorld } from "./support/test-world";

const databases = await availableDatabases();

const leave = (ctx: Context, name: string) =>
  inTransaction(ctx, (tx) =>
    recordAudit(tx, { action: `probe.${name}`, subject: { type: "probe", id: name } }),
  );

async function relay(ctx: Context): Promise<void> {
  while (await relayOnce(ctx)) {
    // until nothing is left
  }
}

describe.each(databases)("events on $provider", (available) => {
  let world: TestWorld;
  let other: Database;
  let ctx: Context;

  beforeAll(async () => {
    world = await openWorld(available);
    other = await openClient(world.database);
    ctx = world.as("admin");
  });

  afterAll(async () => {
    await other.$disconnect();
    await world.close();
  });

  const newest = async () => Number((await listAll()).at(-1)?.id ?? 0);
  const listAll = async (after = 0) => (await listStreamEvents(ctx, { after, limit: 5000 })).events;
  const typesAfter = async (after: number) => (await listAll(after)).map(({ type }) => type);

  test("each audit entry becomes one event, in order and without patient data", async () => {
    const caseId = await addCase(ctx, { name: "Jane Doe, lisinopril", tasks: ["Call Jane Doe"] });
    await relay(ctx);
    await relay(ctx);
    const [event, ...rest] = await listAll();
    expect(rest).toEqual([]);
    expect(event).toMatchObject({
      type: "case.create",
      subject: { type: "case", id: String(caseId) },
      case_id: caseId,
      actor: { kind: "user", id: "user:admin" },
      data: { before: {}, after: { queue: "data_entry", tasks: 1 } },
      time: world.clock.now.toISOString(),
    });
    expect(JSON.stringify(event)).not.toMatch(/jane|lisinopril/i);
  });

  test("what was rolled back is given up after 90 seconds and holds nothing up", async () => {
    const after = await newest();
    await inTransaction(ctx, async (tx) => {
      await recordAudit(tx, { action: "probe.undone", subject: { type: "probe", id: "undone" } });
      throw new Error("on purpose");
    }).catch(() => undefined);
    await leave(ctx, "next");
    await relay(ctx);
    world.advanceMinutes(2);
    await relay(ctx);
    expect(await typesAfter(after)).toEqual(["probe.next"]);
    const head = await world.db.streamHead.findUniqueOrThrow({ where: { name: "audit" } });
    expect(head.gaps).toEqual([]);
  });

  test("any number of relays beside busy writers tell everything once, and in order of position", async () => {
    const after = await newest();
    const two = { ...ctx, db: other };
    let isBusy = true;
    const relays = [ctx, two, ctx, two].map(async (one) => {
      while (isBusy) {
        await relayOnce(one);
        await sleep(1);
      }
    });
    const writers = Array.from({ length: 6 }, async (_, writer) => {
      for (let i = 0; i < 10; i += 1) {
        await leave(writer % 2 ? ctx : two, `w${writer}_${i}`);
      }
    });
    const seen: string[] = [];
    const follower = (async () => {
      for (let position = after; isBusy; ) {
        const { events, next_after } = await listStreamEvents(ctx, { after: position, limit: 7 });
        seen.push(...events.map(({ type }) => type));
        position = next_after;
        await sleep(2);
      }
    })();
    await Promise.all(writers);
    await relay(ctx);
    await sleep(50);
    isBusy = false;
    await Promise.all([...relays, follower]);
    const told = await typesAfter(after);
    expect(told).toHaveLength(60);
    expect(new Set(told).size).toBe(60);
    expect(seen).toEqual(told.slice(0, seen.length));
    const rows = await world.db.streamEvent.count();
    expect(rows).toBe(
      await world.db.auditEntry.count({ where: { action: { not: "webhook.deliver" } } }),
    );
  });

  test("an installation with a long history is told in batches, whole", async () => {
    const after = await newest();
    for (let i = 0; i < 12; i += 1) {
      await inTransaction(ctx, async (tx) => {
        for (let j = 0; j < 100; j += 1) {
          await recordAudit(tx, { action: "probe.bulk", subject: { type: "probe", id: j } });
        }
      });
    }
    await relay(ctx);
    expect(await typesAfter(after)).toEqual(Array(1200).fill("probe.bulk"));
  });

  test("a webhook gets each event it asks for once, whoever relays, and none from before", async () => {
    const [all, some] = [
      await createWebhook(ctx, { ...HOOK, event_types: ["*"] }),
      await createWebhook(ctx, { ...HOOK, event_types: ["probe.a", "gate.*"] }),
    ];
    await createWebhook(ctx, { ...HOOK, is_enabled: false });
    await createWebhook(world.as("admin", "another"), HOOK);
    world.advanceMinutes(1);
    await Promise.all(["a", "b", "c"].map((name) => leave(ctx, name)));
    await Promise.all([relayOnce(ctx), relayOnce({ ...ctx, db: other }), relayOnce(ctx)]);
    await relay(ctx);
    const deliveries = await world.db.webhookDelivery.findMany({ orderBy: { id: "asc" } });
    const typesTo = (id: string) =>
      deliveries.filter(({ endpointId }) => endpointId === id).map(({ eventType }) => eventType);
    expect(typesTo(all.id).sort()).toEqual(["probe.a", "probe.b", "probe.c"]);
    expect(typesTo(some.id)).toEqual(["probe.a"]);
    expect(deliveries).toHaveLength(4);
    expect(await world.db.job.count({ where: { kind: "webhook.deliver" } })).toBe(4);
  });

  test("with many endpoints fewer events are passed on at once, and none is lost", async () => {
    await world.db.webhookEndpoint.deleteMany();
    for (let i = 0; i < 50; i += 1) {
      await createWebhook(ctx, HOOK);
    }
    await expect(createWebhook(ctx, HOOK)).rejects.toThrow(/There are 50 webhooks already/);
    await relay(ctx);
    world.advanceMinutes(1);
    const after = await newest();
    await inTransaction(ctx, async (tx) => {
      for (let i = 0; i < 25; i += 1) {
        await recordAudit(tx, { action: "probe.wide", subject: { type: "probe", id: i } });
      }
    });
    const told: number[] = [];
    while ((await relayOnce(ctx)) || told.length === 0) {
      told.push((await typesAfter(after)).length);
    }
    expect(told).toEqual([10, 20]);
    expect(await typesAfter(after)).toHaveLength(25);
    const where = { eventType: "probe.wide" };
    expect(await world.db.webhookDelivery.count({ where })).toBe(25 * 50);
  });

  test("another tenant sees nothing of it", async () => {
    const { events } = await listStreamEvents(world.as("admin", "third"), { after: 0, limit: 100 });
    expect(events).toEqual([]);
  });
});

// SQLite has one writer at a time, so nothing there can commit out of order.
const manyWriters = databases.filter(({ provider }) => provider !== "sqlite");

describe.each(manyWriters)("events of writers side by side on $provider", (available) => {
  let world: TestWorld;
  let other: Database;
  let ctx: Context;

  beforeAll(async () => {
    world = await openWorld(available);
    other = await openClient(world.database);
    ctx = world.as("admin");
  });

  afterAll(async () => {
    await other.$disconnect();
    await world.close();
  });

  const types = async () =>
    (await listStreamEvents(ctx, { after: 0, limit: 100 })).events.map(({ type }) => type);

  test("an entry that commits after a later one is still told, once", async () => {
    let commit = () => {};
    const mayCommit = new Promise<void>((resolve) => {
      commit = resolve;
    });
    let begun = () => {};
    const hasBegun = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const slow = inTransaction(ctx, async (tx) => {
      await recordAudit(tx, { action: "probe.slow", subject: { type: "probe", id: "slow" } });
      begun();
      await mayCommit;
    });
    await hasBegun;
    await leave({ ...ctx, db: other }, "quick");
    await relay(ctx);
    expect(await types()).toEqual(["probe.quick"]);
    await leave(ctx, "third");
    await relay(ctx);
    commit();
    await slow;
    await relay(ctx);
    await relay(ctx);
    expect(await types()).toEqual(["probe.quick", "probe.third", "probe.slow"]);
  });
});

const HOOK = {
  url: "https://hooks.example.com/tower",
  description: "",
  event_types: ["*"],
  is_enabled: true,
};

test.each([
  ["younger than a week is told", 7 * 24 * 60 - 1, ["probe.old", "probe.new"]],
  ["older than a week is not told", 7 * 24 * 60 + 1, ["probe.new"]],
])("when events are told for the first time, what is %s", async (_, minutes, told) => {
  const world = await openWorld(sqlite);
  const ctx = world.as("admin");
  const leave = (action: string) =>
    inTransaction(ctx, (tx) => recordAudit(tx, { action, subject: { type: "probe", id: "1" } }));
  await leave("probe.old");
  world.advanceMinutes(minutes);
  await leave("probe.new");
  await relayOnce(ctx);
  const { events } = await listStreamEvents(ctx, { after: 0, limit: 10 });
  expect(events.map(({ type }) => type)).toEqual(told);
  await world.close();
});
