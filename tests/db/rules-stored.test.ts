import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { checkRuleAction } from "@/lib/automation/check-rule-action";
import { dryRunRule } from "@/lib/automation/dry-run-rule";
import type { JsonObject } from "@/lib/contracts/common";
import type { UpdateRule } from "@/lib/contracts/rule";
import type { Context } from "@/lib/kernel/context";
import { deleteRule } from "@/lib/rules/delete-rule";
import { getRule } from "@/lib/rules/get-rule";
import { listRuleVersions } from "@/lib/rules/list-rule-versions";
import { listRules } from "@/lib/rules/list-rules";
import { updateRule } from "@/lib/rules/update-rule";
import { availableDatabases } from "../support/test-database";
import { addCase, gate, propose, seedCase } from "./support/acts";
import { refusalOf, tally } from "./support/outcomes";
import {
  ADVANCE,
  addRule,
  forgetRules,
  IN_DATA_ENTRY,
  proposalsOf,
  setStage,
} from "./support/rules";
import { openWorld, type TestWorld } from "./support/test-world";

const GATE = "kroger.data_entry_to_preverify_insurance";

describe.each(await availableDatabases())("stored rules on $provider", (available) => {
  let world: TestWorld;
  let admin: Context;
  beforeAll(async () => {
    world = await openWorld(available);
    admin = world.as("admin");
  });
  beforeEach(() => forgetRules(world, admin));
  afterAll(() => world.close());

  const update = (id: number, input: UpdateRule, ctx = admin) =>
    updateRule(ctx, id, input, checkRuleAction);
  const versionsOf = async (id: number) => (await listRuleVersions(admin, id, { limit: 50 })).items;

  it("fault-2 fault-3 a rule is answered, read and listed as it was stored", async () => {
    const stored = await addRule(admin, { description: "why", priority: 7 });
    expect(stored).toMatchObject({
      name: "Go on",
      description: "why",
      condition: IN_DATA_ENTRY,
      action: ADVANCE,
      enabled: true,
      priority: 7,
      version: 1,
      execution_count: 0,
      last_run_at: null,
    });
    expect(await getRule(admin, stored.id)).toEqual(stored);
    expect((await listRules(admin, { limit: 50 })).items).toEqual([stored]);
  });

  it("every change adds a version, and the history outlives the rule", async () => {
    const { id } = await addRule(admin);
    await update(id, { enabled: false });
    const changed = await update(id, { name: "Stay", priority: 3 });
    expect(changed).toMatchObject({ version: 3, name: "Stay", enabled: false, priority: 3 });
    await deleteRule(admin, id);
    expect(await refusalOf(getRule(admin, id))).toBe("not_found");
    const versions = await versionsOf(id);
    expect(
      versions.map(({ version, change, name, enabled }) => [version, change, name, enabled]),
    ).toEqual([
      [4, "deleted", "Stay", false],
      [3, "updated", "Stay", false],
      [2, "updated", "Go on", false],
      [1, "created", "Go on", true],
    ]);
    expect(versions[0]).toMatchObject({ changed_by: "user:admin", condition: IN_DATA_ENTRY });
    const trail = await world.db.auditEntry.findMany({
      where: { subjectType: "rule", subjectId: String(id) },
      orderBy: { id: "asc" },
    });
    expect(trail.map(({ action }) => action)).toEqual([
      "rule.create",
      "rule.update",
      "rule.update",
      "rule.delete",
    ]);
  });

  it("a change takes effect on the next case, at once", async () => {
    const { id } = await addRule(admin);
    await addCase(admin);
    await update(id, { enabled: false });
    expect(await proposalsOf(world, await addCase(admin))).toEqual([]);
    await update(id, { enabled: true });
    expect(await proposalsOf(world, await addCase(admin))).toHaveLength(1);
    await deleteRule(admin, id);
    expect(await proposalsOf(world, await addCase(admin))).toEqual([]);
  });

  it("a name is given once in a tenant", async () => {
    const { id } = await addRule(admin);
    expect(await refusalOf(addRule(admin))).toBe("conflict");
    expect(await refusalOf(addRule(world.as("admin", "other")))).toBe("ok");
    const other = await addRule(admin, { name: "Other" });
    expect(await refusalOf(update(other.id, { name: "Go on" }))).toBe("conflict");
    expect(await refusalOf(update(id, { name: "Go on" }))).toBe("ok");
    const race = ["a", "b", "c", "d"].map(() => addRule(admin, { name: "Race" }));
    expect(await tally(race)).toEqual({ ok: 1, conflict: 3 });
  });

  it("of changes at once each is a version of its own", async () => {
    const { id } = await addRule(admin);
    const calls = [1, 2, 3, 4, 5, 6].map((priority) => update(id, { priority }));
    expect(await tally(calls)).toEqual({ ok: 6 });
    const versions = await versionsOf(id);
    expect(versions.map(({ version }) => version)).toEqual([7, 6, 5, 4, 3, 2, 1]);
    expect(await getRule(admin, id)).toMatchObject({
      version: 7,
      priority: versions[0]?.priority,
    });
  });

  it("of changes that name the same version one goes through", async () => {
    const { id } = await addRule(admin);
    const expecting = { ...admin, expects: { kind: "rule", tags: [`rule-${id}-1`] } } as const;
    const calls = [1, 2, 3, 4].map((priority) => update(id, { priority }, expecting));
    expect(await tally(calls)).toEqual({ ok: 1, precondition_failed: 3 });
  });

  it("a change of nothing is refused, and so is whoever may not change rules", async () => {
    const { id } = await addRule(admin);
    expect(await refusalOf(update(id, {}))).toBe("invalid");
    expect(await refusalOf(update(99_999, { enabled: false }))).toBe("not_found");
    for (const role of ["read_only", "technician", "pharmacist"] as const) {
      const ctx = world.as(role);
      expect(await refusalOf(addRule(ctx, { name: role }))).toBe("forbidden");
      expect(await refusalOf(update(id, { priority: 1 }, ctx))).toBe("forbidden");
      expect(await refusalOf(deleteRule(ctx, id))).toBe("forbidden");
      expect(await refusalOf(getRule(ctx, id))).toBe("ok");
    }
  });

  it("pages in the order in which they were made", async () => {
    const names = ["a", "b", "c"];
    for (const name of names) {
      await addRule(admin, { name });
    }
    const first = await listRules(admin, { limit: 2 });
    const second = await listRules(admin, { limit: 2, cursor: first.nextCursor ?? "" });
    expect([...first.items, ...second.items].map(({ name }) => name)).toEqual(names);
    expect(second.nextCursor).toBeNull();
  });

  describe("a dry run", () => {
    const everything = async () => {
      const tables = Object.keys(world.db).filter(
        (name) => !/^[$_]/.test(name) && typeof Object(world.db)[name]?.findMany === "function",
      );
      const entries = tables.map(async (name) => [name, await Object(world.db)[name].findMany({})]);
      return Object.fromEntries(await Promise.all(entries)) as Record<string, unknown[]>;
    };
    const tryOut = (input: { condition: JsonObject; action: JsonObject }, limit = 500) =>
      dryRunRule(admin, { ...input, limit });

    it("tells what would happen to each case and why, and changes nothing", async () => {
      await world.db.workflow.deleteMany({});
      await setStage(world, "guarded_auto");
      const runs = await addCase(admin);
      const waits = await addCase(admin);
      await propose(admin, waits);
      const rejected = await seedCase(admin, "refill_too_soon");
      const elsewhere = await addCase(admin, { queue: "dispensing" });
      const before = await everything();
      const answer = await tryOut({
        condition: { type: "condition", field: "queue", operator: "ne", value: "dispensing" },
        action: ADVANCE,
      });
      expect(await everything()).toEqual(before);
      expect(Object.keys(before).length).toBeGreaterThan(15);
      expect(answer).toMatchObject({ evaluated: 4, matched: 3 });
      const byCase = new Map(answer.matches.map((match) => [match.case_id, match]));
      expect(byCase.get(runs)).toMatchObject({
        outcome: "execute",
        gate: GATE,
        payload: { to_queue: "pre_verification" },
        effects: [{ kind: "move_case", from: "data_entry", to: "pre_verification" }],
        effects_in_words: ["Moves the case from Data entry to Pre-verification."],
        why: [{ field: "queue", seen: "data_entry", holds: true }],
      });
      expect(byCase.get(waits)).toMatchObject({ outcome: "skipped" });
      expect(byCase.get(rejected)).toMatchObject({ outcome: "not_applicable" });
      expect(answer.misses).toMatchObject([
        { case_id: elsewhere, why: [{ field: "queue", seen: "dispensing", holds: false }] },
      ]);
      const would = { propose: 0, execute: 1, blocked: 0, skipped: 1, not_applicable: 1 };
      expect(answer.would).toEqual(would);
    });

    it("foretells what the rule then does", async () => {
      for (const [stage, isOpen, expected] of [
        ["observe", true, "propose"],
        ["guarded_auto", true, "execute"],
        ["guarded_auto", false, "blocked"],
      ] as const) {
        await setStage(world, stage);
        await gate(admin, GATE, isOpen);
        await addCase(admin);
        const answer = await tryOut({ condition: IN_DATA_ENTRY, action: ADVANCE }, 1);
        expect(answer.matches[0]).toMatchObject({ outcome: expected });
      }
    });

    it("takes a stored rule, with what is named instead of its own", async () => {
      const { id } = await addRule(admin, { enabled: false });
      await addCase(admin);
      const guess = {
        type: "condition" as const,
        all: [
          { field: "attributes.patient.birth_date", operator: "contains" as const, value: "19" },
        ],
      };
      const asked = (ctx: Context) =>
        refusalOf(dryRunRule(ctx, { rule_id: id, condition: guess, limit: 1 }));
      expect(await asked(world.as("technician"))).toBe("forbidden");
      const looks = () => world.db.auditEntry.findMany({ where: { action: "patient.reveal" } });
      expect(await looks()).toEqual([]);
      expect(await asked(world.as("pharmacist"))).toBe("ok");
      expect(await looks()).toMatchObject([
        { actorId: "user:pharmacist", subjectId: String(id), reasonCode: "rule_dry_run" },
      ]);
      expect((await looks())[0]?.after).toMatchObject({ evaluated: 1, matched: 0 });
      const asStored = await dryRunRule(admin, { rule_id: id, limit: 1 });
      expect(asStored).toMatchObject({ matched: 1 });
      const condition = { type: "workflow_state", state: "will_call" };
      const changed = await dryRunRule(admin, { rule_id: id, condition, limit: 1 });
      expect(changed).toMatchObject({ matched: 0 });
      expect(await refusalOf(dryRunRule(admin, { rule_id: 99_999, limit: 1 }))).toBe("not_found");
      expect(await refusalOf(dryRunRule(admin, { condition, limit: 1 }))).toBe("invalid");
    });

    it("stores and tries out what compares masked attributes for who may reveal them alone", async () => {
      const condition = {
        type: "condition",
        field: "attributes.patient.name",
        operator: "ne",
        value: "",
      } as const;
      const { id } = await addRule(admin, { enabled: false, condition });
      const narrowed = { ...admin.actor, permissions: new Set(["rules:write", "rules:read"]) };
      const weak = { ...admin, actor: narrowed } as Context;
      expect(await refusalOf(addRule(weak, { condition }))).toBe("forbidden");
      const change = updateRule(weak, id, { condition }, checkRuleAction);
      expect(await refusalOf(change)).toBe("forbidden");
      const reader = world.as("technician");
      expect(await refusalOf(dryRunRule(reader, { rule_id: id, limit: 1 }))).toBe("forbidden");
    });
  });
});
