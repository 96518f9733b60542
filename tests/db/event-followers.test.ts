import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { recordAudit } from "@/lib/audit/record-audit";
import { listStreamEvents } from "@/lib/integrations/event-stream/list-stream-events";
import { openEventStream } from "@/lib/integrations/event-stream/open-event-stream";
import { closeEventStreams } from "@/lib/integrations/event-stream/open-streams";
import { pruneEvents } from "@/lib/integrations/event-stream/prune-events";
import { relayOnce } from "@/lib/integrations/event-stream/relay-once";
import type { Context } from "@/lib/kernel/context";
import { inTransaction } from "@/lib/kernel/transaction";
import { wakeUp } from "@/lib/platform/wake-up";
import { availableDatabases } from "../support/test-database";
import { addCase } from "./support/acts";
import { openWorld, type TestWorld } from "./support/test-world";

describe.each(await availableDatabases())("following events on $provider", (available) => {
  let world: TestWorld;
  let ctx: Context;

  beforeAll(async () => {
    world = await openWorld(available);
    ctx = world.as("admin");
  });

  afterAll(() => world.close());

  const leave = (name: string) =>
    inTransaction(ctx, (tx) =>
      recordAudit(tx, { action: `probe.${name}`, subject: { type: "probe", id: name } }),
    );
  const relay = async () => {
    while (await relayOnce(ctx)) {
      // until nothing is left
    }
  };
  const newest = async () => {
    const { events } = await listStreamEvents(ctx, { after: 0, limit: 5000 });
    return Number(events.at(-1)?.id ?? 0);
  };

  test("a stream shows what comes, in order, and leaves nobody listening behind", async () => {
    const reader = openEventStream(ctx, {}, null).getReader();
    const text = new TextDecoder();
    const read = async () => text.decode((await reader.read()).value);
    expect(await read()).toMatch(/^retry: 2000\n\nid: \d+\nevent: ready\n/);
    for (const name of ["one", "two"]) {
      await leave(name);
      await relay();
      expect(await read()).toContain(`event: probe.${name}\n`);
    }
    expect(listeners()).toBe(1);
    const pending = reader.read();
    await reader.cancel();
    expect((await pending).done).toBe(true);
    await expect.poll(listeners).toBe(0);
  });

  test("the stream asked for by type and case shows nothing else", async () => {
    const position = await newest();
    const [mine, theirs] = [await addCase(ctx), await addCase(ctx)];
    await leave("else");
    await relay();
    const stream = openEventStream(ctx, { types: ["case.*"], case_id: mine }, String(position));
    const reader = stream.getReader();
    const opening = new TextDecoder().decode((await reader.read()).value);
    const events = new TextDecoder().decode((await reader.read()).value);
    await reader.cancel();
    expect(opening).toContain(`id: ${position}\n`);
    expect(events.match(/"case_id":\d+/g)).toEqual([`"case_id":${mine}`]);
    expect(events).not.toContain(`"case_id":${theirs}`);
  });

  test("polling by type and case walks through the same events, and past what is not wanted", async () => {
    const after = await newest();
    const mine = await addCase(ctx);
    await Promise.all(["walk_a", "walkxa", "walk_a", "else"].map(leave));
    await relay();
    const upTo = await newest();
    const list = (query: object) => listStreamEvents(ctx, { after, limit: 10, ...query });
    const typesOf = ({ events }: Awaited<ReturnType<typeof list>>) =>
      events.map(({ type }) => type);
    const exact = await list({ types: ["probe.walk_a"] });
    expect(typesOf(exact)).toEqual(["probe.walk_a", "probe.walk_a"]);
    expect(exact).toMatchObject({ next_after: upTo, has_more: false, gap: false });
    const first = await list({ types: ["probe.walk_a"], limit: 1 });
    expect(first).toMatchObject({ next_after: Number(exact.events[0]?.id), has_more: true });
    expect(typesOf(await list({ case_id: mine }))).toEqual(["case.create"]);
    expect(typesOf(await list({ types: ["case.*", "nothing.at_all"] }))).toEqual(["case.create"]);
    expect(typesOf(await list({ types: ["*"] }))).toHaveLength(5);
  });

  test("who polls after a position that was never given is told of the gap, and goes on from now", async () => {
    const position = await newest();
    const page = await listStreamEvents(ctx, { after: position + 1000, limit: 10 });
    expect(page).toEqual({ events: [], next_after: position, has_more: false, gap: true });
  });

  test("one reader has 50 streams at most, and leaves room for others", async () => {
    const open = (given = ctx) => openEventStream(given, {}, null).getReader();
    const readers = Array.from({ length: 50 }, () => open());
    await Promise.all(readers.map((reader) => reader.read()));
    expect(() => open()).toThrow(/You have 50 event streams open/);
    const other = open(world.as("read_only"));
    await other.read();
    await Promise.all([...readers, other].map((reader) => reader.cancel()));
    await open().cancel();
  });

  test("after 7 days an event is forgotten, and who asks for it is told of the gap", async () => {
    const old = await newest();
    expect(await pruneEvents(ctx, new AbortController().signal)).toBe(0);
    const count = await world.db.streamEvent.count();
    world.advanceMinutes(7 * 24 * 60 + 1);
    await leave("young");
    await relay();
    const kept = await newest();
    expect(await pruneEvents(ctx, new AbortController().signal)).toBe(count);
    expect((await listStreamEvents(ctx, { after: 1, limit: 10 })).gap).toBe(true);
    expect((await listStreamEvents(ctx, { after: old, limit: 10 })).gap).toBe(false);
    const openings = await Promise.all(
      ["1", String(old), String(kept), "999999999"].map(async (id) => {
        const reader = openEventStream(ctx, {}, id).getReader();
        const opening = new TextDecoder().decode((await reader.read()).value);
        await reader.cancel();
        return [opening.includes("event: gap"), /id: (\d+)/.exec(opening)?.[1]];
      }),
    );
    expect(openings).toEqual([
      [true, String(old)],
      [false, String(old)],
      [false, String(kept)],
      [true, String(kept)],
    ]);
  });

  test("when the process stops, every stream ends and no other is opened", async () => {
    const reader = openEventStream(ctx, {}, null).getReader();
    await reader.read();
    const pending = reader.read();
    closeEventStreams();
    wakeUp("stream");
    expect((await pending).done).toBe(true);
    expect(() => openEventStream(ctx, {}, null)).toThrow(/try again/);
    await expect.poll(listeners).toBe(0);
  });
});

/** How many wait for the stream to grow, in this process. */
function listeners(): number {
  const registry = globalThis as typeof globalThis & {
    __controlTower?: Map<string, { listenerCount(event: string): number }>;
  };
  return registry.__controlTower?.get("wake-up")?.listenerCount("stream") ?? 0;
}
