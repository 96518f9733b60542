import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { getScope } from "@/lib/ame/get-scope";
import { getStanding } from "@/lib/ame/get-standing";
import { listRecentEvents } from "@/lib/ame/list-recent-events";
import { listScopes } from "@/lib/ame/list-scopes";
import { resolveMode } from "@/lib/ame/resolve-mode";
import type { Context } from "@/lib/kernel/context";
import { availableDatabases } from "../support/test-database";
import { refusalOf } from "./support/outcomes";
import { reporter, SCOPE, SCOPE_KEY } from "./support/reports";
import { openWorld, type TestWorld } from "./support/test-world";

const STAGES = ["observe", "propose", "guarded_auto", "conditional_auto", "full_auto"];

describe.each(await availableDatabases())("scopes on $provider", (available) => {
  let world: TestWorld;
  let admin: Context;
  beforeAll(async () => {
    world = await openWorld(available);
    admin = world.as("admin");
  });
  beforeEach(async () => {
    await world.db.ameEvent.deleteMany({});
    await world.db.trustScope.deleteMany({});
  });
  afterAll(() => world.close());

  const resolve = (model_confidence = 0.75, model_safety = 0.85) =>
    resolveMode(admin, { scope: SCOPE, model_confidence, model_safety });

  it("fault-20 asking creates and changes nothing", async () => {
    for (let asked = 0; asked < 6; asked += 1) {
      expect(await getScope(admin, SCOPE)).toEqual({
        scope: { tenant_id: "default", ...SCOPE, role_context: null },
        stage: "observe",
        trust: 0,
        metrics: {
          reliability: 0,
          alignment: 0,
          safety_calibration: 0.5,
          value_score: 0.5,
          override_rate: 0,
        },
        updated_at: world.clock.now.toISOString(),
      });
      await resolve();
      await listScopes(admin, { limit: 1 });
    }
    expect(await world.db.trustScope.count()).toBe(0);
    const one = reporter(admin, "a");
    await one.propose();
    await one.decide();
    const before = await world.db.trustScope.findMany();
    world.advanceMinutes(5);
    const answers = [await getScope(admin, SCOPE), await getScope(admin, SCOPE)];
    expect(answers[0]).toEqual(answers[1]);
    expect(await world.db.trustScope.findMany()).toEqual(before);
  });

  it("tell the same trust wherever they are asked for", async () => {
    const one = reporter(admin, "b");
    await one.propose();
    await one.decide();
    await one.succeed();
    const { stage, trust } = await getScope(admin, SCOPE);
    expect(trust).toBeCloseTo(0.35 + 0.25 + 0.25 * 0.95 + 0.15 * 0.75, 12);
    expect(await getStanding(admin, SCOPE_KEY)).toEqual({ stage, trust });
    expect((await resolve()).meta).toMatchObject({ stage, trust });
    expect((await listScopes(admin, { limit: 1 })).items).toMatchObject([
      { stage, trust_score: trust },
    ]);
  });

  it.each(STAGES)("at %s doubt lowers the mode to propose at most, and says why", async (stage) => {
    const scope = { ...SCOPE, queue: "contact_manager" };
    const resolve = (model_confidence: number, model_safety: number) =>
      resolveMode(admin, { scope, model_confidence, model_safety });
    await reporter(admin, null, scope).propose();
    await world.db.trustScope.updateMany({ data: { stage } });
    const lowered = stage === "observe" ? "observe" : "propose";
    expect(await resolve(0.5, 0.6)).toMatchObject({ mode: stage, meta: { stage, reasons: [] } });
    for (const [confidence, safety, doubts] of [
      [0.49, 0.6, 1],
      [0.5, 0.59, 1],
      [0, 0, 2],
    ] as const) {
      const { mode, meta } = await resolve(confidence, safety);
      expect(mode).toBe(lowered);
      expect(meta.reasons).toHaveLength(doubts);
      expect(meta.original_stage).toBe(mode === stage ? undefined : stage);
    }
  });

  describe.each([
    ["pre_verification", "propose"],
    ["data_entry", "guarded_auto"],
    ["dispensing", "conditional_auto"],
    ["contact_manager", "full_auto"],
    ["a queue of another system", "full_auto"],
  ])("in %s", (queue, cap) => {
    const scope = { ...SCOPE, queue };
    const resolveIn = (model_confidence: number) =>
      resolveMode(admin, { scope, model_confidence, model_safety: 1 });
    const highest = STAGES.indexOf(cap);
    const earn = async (stage: string) => {
      await reporter(admin, null, scope).propose();
      await world.db.trustScope.updateMany({ data: { stage } });
    };

    it.each(STAGES.slice(0, highest + 1))(`the law lets it go up to ${cap}: %s`, async (stage) => {
      await earn(stage);
      expect(await resolveIn(1)).toMatchObject({ mode: stage, meta: { stage, reasons: [] } });
    });

    it.each(STAGES.slice(highest + 1))(`the law stops %s at ${cap}, and says so`, async (stage) => {
      await earn(stage);
      const reason = expect.stringContaining(`The law caps queue ${queue} at ${cap} [`);
      expect(await resolveIn(1)).toMatchObject({
        mode: cap,
        meta: { stage, original_stage: stage, reasons: [reason] },
      });
      const doubted = await resolveIn(0);
      expect(doubted.mode).toBe("propose");
      expect(doubted.meta.reasons).toEqual([reason, expect.stringMatching(/^Model confidence/)]);
    });
  });

  it("no role is one scope, and another than any role", async () => {
    await reporter(admin, null, { role_context: null }).propose();
    await reporter(admin, null, { role_context: "" }).propose();
    await reporter(admin, null).propose();
    await reporter(admin, null, { role_context: "technician" }).propose();
    const { items } = await listScopes(admin, { limit: 10 });
    expect(items.map(({ role_context }) => role_context)).toEqual(["technician", null]);
  });

  it("are listed newest first, page by page, and only the tenant's own", async () => {
    for (let i = 0; i < 5; i += 1) {
      await reporter(admin, `c-${i}`, { site_id: `store-${i}` }).propose();
    }
    await reporter(world.as("admin", "other"), "c-0").propose();
    for (const [list, nameOf] of [
      [listScopes, ({ site_id }: { site_id: string }) => site_id],
      [listRecentEvents, ({ site_id }: { site_id: string }) => site_id],
    ] as const) {
      const first = await list(admin, { limit: 3 });
      const second = await list(admin, { limit: 3, cursor: first.nextCursor ?? "" });
      const all = [...first.items, ...second.items].map(nameOf);
      expect(all).toEqual([4, 3, 2, 1, 0].map((i) => `store-${i}`));
      expect(second.nextCursor).toBeNull();
      const stranger = await list(admin, { limit: 3, tenant_id: "other" });
      expect(stranger).toEqual({ items: [], nextCursor: null });
    }
  });

  it("fault-36 another tenant's scope is refused where one is named", async () => {
    const scope = { ...SCOPE, tenant_id: "other" };
    expect(await refusalOf(getScope(admin, scope))).toBe("forbidden");
    const doubt = { model_confidence: 1, model_safety: 1 };
    expect(await refusalOf(resolveMode(admin, { scope, ...doubt }))).toBe("forbidden");
  });
});
