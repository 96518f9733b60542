import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { recordRefusedCall } from "@/lib/audit/record-refused-call";
import type { Context } from "@/lib/kernel/context";
import { ANONYMOUS } from "@/lib/kernel/create-context";
import { withoutRoom } from "../api/support/block-audit";
import { availableDatabases, sqlite } from "../support/test-database";
import { refusalOf, tally } from "./support/outcomes";
import { openWorld, type TestWorld } from "./support/test-world";

const CALL = { operationId: "listRules", method: "GET", path: "/api/rules" };

describe("strangers who are refused", () => {
  let world: TestWorld;
  beforeEach(async () => {
    world = await openWorld(sqlite);
  });
  afterEach(() => world.close());

  const from = (ip: string): Context => ({ ...world.as("read_only"), ...ANONYMOUS, ip });
  const refuse = (ip: string, code = "unauthenticated") =>
    recordRefusedCall(from(ip), { ...CALL, code });
  const told = async () =>
    (await world.db.auditEntry.findMany({ orderBy: { id: "asc" } })).map(({ after }) => after);

  it("over one IPv6 line are told of as one", async () => {
    for (let i = 1; i <= 50; i += 1) {
      await refuse(`2001:db8:1:2::${i.toString(16)}`);
    }
    const entries = await told();
    expect(entries).toHaveLength(21);
    expect(entries.at(-1)).toMatchObject({ more_of: "caller" });
  });

  it("from a thousand addresses and more end in one entry for all of them", async () => {
    for (let i = 0; i < 1100; i += 1) {
      await refuse(`198.51.${i >> 8}.${i & 255}`, i % 2 ? "unauthenticated" : "too_many_requests");
    }
    const entries = await told();
    expect(entries).toHaveLength(1001);
    expect(entries.at(-1)).toMatchObject({ more_of: "strangers" });
    await recordRefusedCall(world.as("technician"), { ...CALL, code: "forbidden" });
    expect(await told()).toHaveLength(1002);
    world.advanceMinutes(5);
    await refuse("198.51.100.7");
    expect(await told()).toHaveLength(1003);
  });
});

describe.each(await availableDatabases())("refusals on $provider", (available) => {
  let world: TestWorld;
  beforeAll(async () => {
    world = await openWorld(available);
  });
  afterAll(() => world.close());

  it("that could not be written are told of by those that come after", async () => {
    const stranger = { ...world.as("read_only"), ...ANONYMOUS, ip: "203.0.113.7" };
    for (const [who, code, inAll] of [
      [stranger, "too_many_requests", 1],
      [stranger, "unauthenticated", 21],
      [world.as("technician"), "forbidden", 101],
    ] as const) {
      const refuse = () => recordRefusedCall(who, { ...CALL, code });
      await withoutRoom(world.database, async () => {
        const calls = Array.from({ length: inAll }, () => refuse());
        expect(await tally(calls)).toEqual({ unavailable: inAll });
        expect(await refusalOf(refuse())).toBe("unavailable");
      });
      for (let i = 0; i < inAll + 10; i += 1) {
        await refuse();
      }
      const entries = await world.db.auditEntry.findMany({
        where: { reasonCode: code },
        orderBy: { id: "asc" },
      });
      expect(entries).toHaveLength(inAll);
      expect(entries.at(-1)?.after).toMatchObject({ more_of: "caller" });
    }
  });
});
