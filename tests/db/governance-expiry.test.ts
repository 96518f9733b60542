import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { getApproval } from "@/lib/governance/approvals/list-approvals";
import { assertGateOpen } from "@/lib/governance/assert-gate-open";
import { breakGlass } from "@/lib/governance/break-glass/break-glass";
import type { Context } from "@/lib/kernel/context";
import { keepBooks } from "@/lib/kernel/transaction";
import { availableDatabases } from "../support/test-database";
import {
  answer,
  FIRST_GATE,
  FOUR_EYES,
  forgetGovernance,
  gateNow,
  register,
  requestGate,
} from "./support/governance";
import { refusalOf } from "./support/outcomes";
import { openWorld, type TestWorld } from "./support/test-world";

const MINUTE_MS = 60_000;

describe.each(await availableDatabases())("what runs out during work on $provider", (available) => {
  let world: TestWorld;
  let one: Context;
  let other: Context;
  beforeAll(async () => {
    world = await openWorld(available, FOUR_EYES);
    one = world.as("supervisor");
    other = world.as("admin");
    await register(world, one, other);
  });
  beforeEach(() => forgetGovernance(world));
  afterAll(() => world.close());

  /** Passes the gate, lets some time go by in the first try, and commits. */
  function workFor(minutes: number): { tries: number[]; done: Promise<void> } {
    const tries: number[] = [];
    const start = world.clock.now;
    const done = keepBooks(one, async (tx) => {
      tries.push(tries.length + 1);
      await assertGateOpen(tx, FIRST_GATE);
      if (tries.length === 1) {
        world.advanceMinutes(minutes);
      }
    }).finally(() => {
      world.clock.now = start;
    });
    return { tries, done };
  }

  it("a gate: what is at work then begins anew, and finds it closed", async () => {
    const expires_at = new Date(world.clock.now.getTime() + 5 * MINUTE_MS).toISOString();
    await answer(other, await requestGate(one, { expires_at }));
    const inTime = workFor(4);
    expect([await refusalOf(inTime.done), inTime.tries]).toEqual(["ok", [1]]);
    const late = workFor(5);
    expect([await refusalOf(late.done), late.tries]).toEqual(["blocked", [1, 2]]);
  });

  it("a grant: likewise", async () => {
    const why = { reason_code: "patient_safety", reason: "Insulin" } as const;
    await breakGlass(one, { ...why, kind: "gate", subject: FIRST_GATE, minutes: 5 });
    expect(await refusalOf(workFor(4).done)).toBe("ok");
    const late = workFor(5);
    expect([await refusalOf(late.done), late.tries]).toEqual(["blocked", [1, 2]]);
  });

  it("a request: whoever began to approve it in time is told that it has expired", async () => {
    const start = world.clock.now;
    const id = await requestGate(one);
    const expiry = new Date(start.getTime() + 24 * 60 * MINUTE_MS);
    const times = [new Date(expiry.getTime() - 1)];
    const slow: Context = { ...other, now: () => times.shift() ?? expiry };
    expect(await refusalOf(answer(slow, id))).toBe("conflict");
    expect((await gateNow(one)).state).toBe("unset");
    expect((await getApproval(one, id)).status).toBe("pending");
  });
});
