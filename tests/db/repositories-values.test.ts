import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runRules } from "@/lib/automation/run-rules";
import type { JsonObject } from "@/lib/contracts/common";
import { createWorkflowContract } from "@/lib/contracts/workflow";
import { revealPatientData } from "@/lib/governance/reveal-patient-data";
import type { Context } from "@/lib/kernel/context";
import { addEvent } from "@/lib/workflows/add-event";
import { addTask } from "@/lib/workflows/add-task";
import { createWorkflow } from "@/lib/workflows/create-workflow";
import { getWorkflow } from "@/lib/workflows/get-workflow";
import { listWorkflows } from "@/lib/workflows/list-workflows";
import { availableDatabases } from "../support/test-database";
import { addCase } from "./support/acts";
import { refusalOf } from "./support/outcomes";
import { openClient, openWorld, type TestWorld } from "./support/test-world";

const PAYLOADS: [name: string, payload: JsonObject][] = [
  ["empty", {}],
  ["nested", { a: { b: [{ c: [[], {}, null, [null]] }] } }],
  ["unicode", { "schlüssel ✓": "Łódź, 東京, مرحبا, 👩🏽‍⚕️, \u200b" }],
  ["numbers", { big: 9_007_199_254_740_991, small: -0.1, tiny: 5e-324, huge: 1.5e300, zero: 0 }],
  ["quotes", { sql: "'; DROP TABLE tasks; --", back: '\\ " ` \n\t\r', html: "<b>&amp;</b>" }],
  ["words", { yes: true, no: false, nil: null, text: "null", empty: "", date: "2026-01-01" }],
  ["names", { constructor: 1, toString: "x", "a.b": 1, $ref: "#" }],
  ["long", { text: "ä".repeat(50_000) }],
];

describe.each(await availableDatabases())("values on $provider", (available) => {
  let world: TestWorld;
  let admin: Context;
  beforeAll(async () => {
    world = await openWorld(available);
    admin = world.as("admin");
  });
  afterAll(() => world.close());

  it.each(PAYLOADS)("%s JSON comes back as it was sent", async (_, payload) => {
    const caseId = await addCase(admin, { attributes: payload });
    await addEvent(admin, caseId, { event_type: "note", payload }, runRules);
    const { events } = await getWorkflow(admin, caseId);
    const look = { reason_code: "treatment", reason: "A test" } as const;
    const { attributes } = await revealPatientData(admin, caseId, look);
    expect(attributes).toEqual(payload);
    expect(events[0]?.payload).toEqual(payload);
  });

  it("text keeps every letter, and case counts", async () => {
    for (const name of ["Zoë 👩‍⚕️ ½", "zoë 👩‍⚕️ ½", " spaces ", "", "%_\\", "x".repeat(10_000)]) {
      const caseId = await addCase(admin, { name, tasks: [name] });
      const stored = await getWorkflow(admin, caseId);
      expect([stored.name, stored.tasks[0]?.name]).toEqual([name, name.slice(0, 10_000)]);
    }
  });

  it("ids beyond 32 bits work", async () => {
    const id = 5_000_000_000;
    const at = world.clock.now;
    const row = await world.db.workflow.findUniqueOrThrow({ where: { id: await addCase(admin) } });
    await world.db.workflow.create({
      data: { ...row, id, attributes: {}, createdAt: at, updatedAt: at },
    });
    const task = await addTask(admin, id, { name: "Call" }, runRules);
    expect(task.workflow_id).toBe(id);
    expect((await getWorkflow(admin, id)).id).toBe(id);
    const next = await addCase(admin);
    if (world.database.provider !== "postgresql") {
      expect(next).toBe(id + 1);
    }
    expect((await listWorkflows(admin, { limit: 100 })).items.map((one) => one.id)).toContain(id);
  });

  it("times keep their milliseconds", async () => {
    const moments = [
      "2026-12-31T23:59:59.999Z",
      "1999-01-01T00:00:00.001Z",
      "2024-02-29T12:00:00Z",
    ];
    for (const promised_at of moments) {
      const { id } = await createWorkflow(
        admin,
        { name: "x", initial_tasks: [], promised_at },
        runRules,
      );
      const stored = await getWorkflow(admin, id);
      expect(stored.promised_at).toBe(new Date(promised_at).toISOString());
      expect(stored.created_at).toBe(world.clock.now.toISOString());
    }
  });

  it("times mean the same in every time zone", async () => {
    const home = process.env["TZ"];
    const promised_at = "2026-07-01T03:30:00.250-04:00";
    const { id } = await createWorkflow(
      admin,
      { name: "x", initial_tasks: [], promised_at },
      runRules,
    );
    process.env["TZ"] = "America/New_York";
    const elsewhere = await openClient(world.database);
    try {
      const row = await elsewhere.workflow.findUniqueOrThrow({ where: { id } });
      expect(row.promisedAt.toISOString()).toBe("2026-07-01T07:30:00.250Z");
      expect(row.createdAt).toEqual(world.clock.now);
      const found = await elsewhere.workflow.count({
        where: { id, promisedAt: { gte: row.promisedAt, lte: row.promisedAt } },
      });
      expect(found).toBe(1);
    } finally {
      await elsewhere.$disconnect();
      process.env["TZ"] = home ?? "";
      if (home === undefined) {
        delete process.env["TZ"];
      }
    }
  });

  it.each(["0001-01-01T00:00:00Z", "9999-12-31T23:59:59-12:00", "0000-01-01T00:00:00+14:00"])(
    "a promise at the end of time (%s) is refused, or answered in the contract's shape",
    async (promised_at) => {
      const parsed = createWorkflowContract.body?.safeParse({ name: "x", promised_at });
      if (parsed?.data) {
        const call = createWorkflow(admin, parsed.data, runRules);
        expect(await refusalOf(call)).toBe("ok");
        expect(createWorkflowContract.success.answer.safeParse(await call).error).toBeUndefined();
        expect((await call).promised_at).toBe(new Date(promised_at).toISOString());
      }
    },
  );

  it("numbers between 0 and 1 keep every digit", async () => {
    const scope = { tenantId: "digits", siteId: "s", queue: "q", actionType: "a" };
    const at = world.clock.now;
    for (const trustScore of [0.1, 1 / 3, Math.PI / 4, 1e-9, 1]) {
      await world.db.trustScope.deleteMany({ where: { tenantId: "digits" } });
      await world.db.trustScope.create({
        data: { ...scope, trustScore, createdAt: at, updatedAt: at },
      });
      const row = await world.db.trustScope.findFirstOrThrow({ where: { tenantId: "digits" } });
      expect(row.trustScore).toBe(trustScore);
    }
  });
});
