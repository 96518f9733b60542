import { Writable } from "node:stream";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { toProblemResponse } from "@/lib/http/problem";
import type { Context } from "@/lib/kernel/context";
import { parseSettings } from "@/lib/platform/settings";
import { availableDatabases } from "../support/test-database";
import { addCase } from "./support/acts";
import { openWorld, type TestWorld } from "./support/test-world";

const output = vi.hoisted(() => ({ lines: [] as string[] }));

/** The real logger, writing where the test can read. */
vi.mock("pino", async (importActual) => {
  const { default: pino } = await importActual<typeof import("pino")>();
  const sink = new Writable({
    write: (chunk, _, done) => {
      output.lines.push(String(chunk));
      done();
    },
  });
  const open = (options: object) => pino(options, sink);
  const { stdTimeFunctions, stdSerializers } = pino;
  return { default: Object.assign(open, { stdTimeFunctions, stdSerializers }) };
});

const CANARY = "canary-4711";
const PATIENT = { name: CANARY, attributes: { patient: { initials: CANARY } } };

describe.each(await availableDatabases())(
  "what is logged of a failure on $provider",
  (available) => {
    let world: TestWorld;
    let admin: Context;
    beforeEach(async () => {
      world = await openWorld(available);
      admin = world.as("admin");
      output.lines = [];
      const registry = globalThis as typeof globalThis & { __controlTower?: Map<string, unknown> };
      const settings = parseSettings({ DATABASE_URL: world.database.url, LOG_LEVEL: "trace" });
      registry.__controlTower = new Map([["settings", settings]]);
    });
    afterEach(() => world.close());

    /** What the caller is told; what is logged stands in `output`. */
    const failureOf = async (call: Promise<unknown>) => {
      const error = await call.then(
        () => undefined,
        (reason: unknown) => reason,
      );
      expect(error).toBeDefined();
      const request = new Request("http://127.0.0.1/api/workflows");
      return toProblemResponse(error, request, "r-1").text();
    };
    const expectSilence = (told: string) => {
      expect(output.lines).not.toEqual([]);
      expect(told).not.toContain(CANARY);
      expect(output.lines.join("")).not.toContain(CANARY);
    };

    it("holds no patient data when a query does not fit the models", async () => {
      const at = world.clock.now;
      const unfit = { ...PATIENT, createdAt: at, priority: "high" };
      // @ts-expect-error: a bug that types would have caught
      expectSilence(await failureOf(world.db.workflow.create({ data: unfit })));
    });

    it("holds no patient data when the database refuses a row", async () => {
      for (const table of [
        "decisions",
        "executions",
        "proposals",
        "events",
        "tasks",
        "workflows",
      ]) {
        await world.db.$executeRawUnsafe(`DROP TABLE ${table}`);
      }
      expectSilence(await failureOf(addCase(admin, PATIENT)));
    });

    it("holds no patient data when a row is there already", async () => {
      const at = world.clock.now;
      const gate = { tenantId: "t", key: "k", state: "unset", actorId: "x", note: CANARY };
      const data = { ...gate, changeCount: 0, createdAt: at, updatedAt: at };
      await world.db.gate.create({ data });
      expectSilence(await failureOf(world.db.gate.create({ data })));
    });
  },
);
