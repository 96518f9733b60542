import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Context } from "@/lib/kernel/context";
import { availableDatabases } from "../support/test-database";
import {
  answer,
  auditOf,
  FIRST_GATE,
  FOUR_EYES,
  forgetGovernance,
  gateNow,
  pending,
  register,
  requestGate,
  revoke,
} from "./support/governance";
import { refusalOf } from "./support/outcomes";
import { openWorld, type TestWorld } from "./support/test-world";

type Act = "approve" | "approve again" | "refuse" | "withdraw" | "revoke";
const ACTS: readonly Act[] = ["approve", "approve again", "refuse", "withdraw", "revoke"];

const permutations = <T>(items: readonly T[]): T[][] =>
  items.length < 2
    ? [[...items]]
    : items.flatMap((item, i) =>
        permutations(items.toSpliced(i, 1)).map((rest) => [item, ...rest]),
      );

const withId = (ctx: Context, id: string): Context => ({ ...ctx, actor: { ...ctx.actor, id } });

/** Of a request, the first decision counts; a revocation always does, and ends the request. */
function expected(order: readonly Act[]) {
  const outcomes = order.map((act, i) => (act === "revoke" || i === 0 ? "ok" : "conflict"));
  return { outcomes, state: "revoked" };
}

describe.each(await availableDatabases())(
  "decisions about one request on $provider",
  (available) => {
    let world: TestWorld;
    let actors: Record<Act, (id: string) => Promise<unknown>>;
    let asker: Context;
    beforeAll(async () => {
      world = await openWorld(available, FOUR_EYES);
      asker = world.as("supervisor");
      await register(world, asker);
      const admin = world.as("admin");
      const third = withId(admin, "user:third");
      actors = {
        approve: (id) => answer(admin, id),
        "approve again": (id) => answer(third, id),
        refuse: (id) => answer(admin, id, "refuse"),
        withdraw: (id) => answer(asker, id, "withdraw"),
        revoke: () => revoke(admin),
      };
    });
    beforeEach(() => forgetGovernance(world));
    afterAll(() => world.close());

    it("come out the same in every order, one after the other", async () => {
      for (const order of permutations(ACTS)) {
        await forgetGovernance(world);
        const id = await requestGate(asker);
        const outcomes: string[] = [];
        for (const act of order) {
          outcomes.push(await refusalOf(actors[act](id)));
        }
        const state = (await gateNow(asker)).state;
        expect({ order, outcomes, state }).toEqual({ order, ...expected(order) });
        expect(await pending(asker)).toEqual([]);
      }
    });

    it("at once: one of them decides, and a revocation is never undone by what was asked before", async () => {
      for (const order of permutations(ACTS).filter((_, i) => i % 6 === 0)) {
        await forgetGovernance(world);
        const id = await requestGate(asker);
        const last = await world.db.auditEntry.findFirst({ orderBy: { id: "desc" } });
        const outcomes = await Promise.all(order.map((act) => refusalOf(actors[act](id))));
        const won = order.filter((act, i) => act !== "revoke" && outcomes[i] === "ok");
        expect(won.length, `${order}: ${outcomes}`).toBeLessThanOrEqual(1);
        expect(outcomes.filter((word) => !["ok", "conflict"].includes(word))).toEqual([]);
        expect((await gateNow(asker)).state).toBe("revoked");
        const audit = (await auditOf(world, ["gate.authorize", "gate.revoke"])).filter(
          (entry) => entry.id > (last?.id ?? 0n),
        );
        expect(audit.at(-1)?.action).toBe("gate.revoke");
        expect(await pending(asker)).toEqual([]);
      }
    });

    it("two approvers at once: one opens the gate, once", async () => {
      for (let turn = 0; turn < 5; turn += 1) {
        await forgetGovernance(world);
        const id = await requestGate(asker);
        const outcomes = await Promise.all([
          refusalOf(actors.approve(id)),
          refusalOf(actors["approve again"](id)),
        ]);
        expect(outcomes.toSorted()).toEqual(["conflict", "ok"]);
        expect((await gateNow(asker)).change_count).toBe(1);
        expect(await world.db.gateChange.count({ where: { gate: { key: FIRST_GATE } } })).toBe(1);
      }
    });
  },
);
