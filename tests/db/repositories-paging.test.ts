import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listAuditEntries } from "@/lib/audit/list-audit-entries";
import { listDashboardWorkflows } from "@/lib/automation/list-dashboard-workflows";
import { listPendingProposals } from "@/lib/automation/list-pending-proposals";
import { runRules } from "@/lib/automation/run-rules";
import type { Context } from "@/lib/kernel/context";
import { addEvent } from "@/lib/workflows/add-event";
import { addTask } from "@/lib/workflows/add-task";
import { listEvents } from "@/lib/workflows/list-events";
import { listTasks } from "@/lib/workflows/list-tasks";
import { listWorkflows } from "@/lib/workflows/list-workflows";
import { availableDatabases } from "../support/test-database";
import { addCase, decide, propose } from "./support/acts";
import { refusalOf } from "./support/outcomes";
import { openWorld, type TestWorld } from "./support/test-world";

type Query = { limit: number; cursor?: string | undefined };
interface Page {
  ids: (number | string)[];
  next: string | null;
}

const toCursor = (key: unknown) => Buffer.from(JSON.stringify(key)).toString("base64url");

const FOREIGN_CURSORS = [
  "",
  "nonsense",
  toCursor({}),
  toCursor([]),
  toCursor([1, 2, 3]),
  toCursor([null]),
  toCursor(["x"]),
  toCursor([1.5]),
  toCursor([-1]),
  toCursor([1e300]),
  toCursor([Number.MAX_SAFE_INTEGER]),
  toCursor([3_000_000_000]),
  toCursor(["x", "y"]),
  toCursor([5, 5]),
  toCursor(["2026-01-01T00:00:00Z", 5]),
  toCursor(["+275760-09-13T00:00:00.000Z", "x"]),
  toCursor(["-271821-04-20T00:00:00.000Z", "x"]),
  toCursor(["2026-01-01T00:00:00Z", String.fromCharCode(0)]),
];

describe.each(await availableDatabases())("paging on $provider", (available) => {
  let world: TestWorld;
  let admin: Context;
  let caseId: number;
  beforeAll(async () => {
    world = await openWorld(available);
    admin = world.as("admin");
    caseId = await addCase(admin);
    for (let index = 0; index < 12; index += 1) {
      await addTask(admin, caseId, { name: `Task ${index}` }, runRules);
      await addEvent(admin, caseId, { event_type: "note", payload: { index } }, runRules);
      await propose(admin, await addCase(admin));
      if (index % 3 === 0) {
        world.advanceMinutes(1);
      }
    }
  });
  afterAll(() => world.close());

  const lists: Record<string, (query: Query) => Promise<Page>> = {
    workflows: async (query) => {
      const { items, nextCursor } = await listWorkflows(admin, query);
      return { ids: items.map(({ id }) => id), next: nextCursor };
    },
    "dashboard workflows": async (query) => {
      const { workflows, next_cursor } = await listDashboardWorkflows(admin, query);
      return { ids: workflows.map(({ id }) => id), next: next_cursor };
    },
    tasks: async (query) => {
      const { items, nextCursor } = await listTasks(admin, caseId, query);
      return { ids: items.map(({ id }) => id), next: nextCursor };
    },
    events: async (query) => {
      const { items, nextCursor } = await listEvents(admin, caseId, query);
      return { ids: items.map(({ id }) => id), next: nextCursor };
    },
    "pending proposals": async (query) => {
      const { items, next_cursor } = await listPendingProposals(admin, query);
      return { ids: items.map(({ id }) => id), next: next_cursor };
    },
    "audit entries": async (query) => {
      const { items, nextCursor } = await listAuditEntries(admin, query);
      return { ids: items.map(({ id }) => id), next: nextCursor };
    },
  };
  const listOf = (name: string) => lists[name] ?? (() => Promise.reject(new Error(name)));

  const walk = async (name: string, limit: number, between = async () => {}) => {
    const ids: (number | string)[] = [];
    let cursor: string | undefined;
    do {
      const page = await listOf(name)({ limit, cursor });
      expect(page.ids.length).toBeLessThanOrEqual(limit);
      ids.push(...page.ids);
      cursor = page.next ?? undefined;
      await between();
    } while (cursor !== undefined);
    return ids;
  };

  describe.each(Object.keys(lists))("of %s", (name) => {
    it("gives every row once, in one order, whatever the page's size", async () => {
      const all = await walk(name, 100);
      expect(all.length).toBeGreaterThanOrEqual(12);
      expect(new Set(all).size).toBe(all.length);
      for (const limit of [1, 5, all.length - 1, all.length]) {
        expect(await walk(name, limit)).toEqual(all);
      }
    });

    it("gives every row that was there once while others are added", async () => {
      const before = await walk(name, 100);
      const seen = await walk(name, 5, async () => {
        if ((await world.db.workflow.count()) < 60) {
          await addTask(admin, caseId, { name: "later" }, runRules);
          await addEvent(admin, caseId, { event_type: "later", payload: {} }, runRules);
          await propose(admin, await addCase(admin));
        }
      });
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen.filter((id) => before.includes(id))).toEqual(before);
    });

    it.each(FOREIGN_CURSORS)(
      "takes or refuses the foreign cursor %s, and does not break",
      async (cursor) => {
        const call = listOf(name)({ limit: 5, cursor });
        expect(["ok", "invalid"]).toContain(await refusalOf(call));
      },
    );
  });

  it("of pending proposals leaves out those decided between two pages", async () => {
    const all = await walk("pending proposals", 100);
    const first = await listPendingProposals(admin, { limit: 5 });
    const decided = String(all[7]);
    await decide(admin, decided, "reject");
    const rest: string[] = [];
    let cursor = first.next_cursor;
    while (cursor !== null) {
      const page = await listPendingProposals(admin, { limit: 5, cursor });
      rest.push(...page.items.map(({ id }) => id));
      cursor = page.next_cursor;
    }
    expect(rest).toEqual(all.slice(5).filter((id) => id !== decided));
  });

  it("of audit entries can be of one case", async () => {
    const { items } = await listAuditEntries(admin, { limit: 100, case_id: caseId });
    expect(items.length).toBeGreaterThan(20);
    expect(new Set(items.map((entry) => entry.case_id))).toEqual(new Set([caseId]));
  });
});
