import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PrismaClient } from "@/generated/sqlite/client";
import { SqliteAdapterFactory } from "@/lib/db/sqlite-adapter";
import type { Context } from "@/lib/kernel/context";
import { DEMO_PRINCIPAL, NOWHERE } from "@/lib/kernel/create-context";
import { listWorkflows } from "@/lib/workflows/list-workflows";
import { request } from "../support/api";
import { type RunningServer, startServer } from "../support/server";
import { sqlite, type TestDatabase } from "../support/test-database";
import { get } from "./support/cases";
import { nextPageOf } from "./support/pages";

const FEW = 100;
const MANY = 10_000;
const AT_A_TIME = 500;
const now = new Date("2026-11-02T12:00:00Z");

function workflowRow(i: number) {
  return {
    tenantId: "default",
    siteId: "default",
    packId: "kroger",
    name: `Case ${i}`,
    state: "pending_access",
    queue: "data_entry",
    promisedAt: now,
    attributes: {},
    searchText: `case ${i}`,
    taskCount: 2,
    eventCount: 1,
    createdAt: now,
    updatedAt: now,
  };
}

describe("fault-44 the list of 10,000 workflows", () => {
  let database: TestDatabase;
  let server: RunningServer;
  let client: PrismaClient<"query">;
  let queries: string[] = [];

  beforeAll(async () => {
    database = await sqlite.create();
    client = new PrismaClient({
      adapter: new SqliteAdapterFactory(database.url),
      log: [{ emit: "event", level: "query" }],
    });
    client.$on("query", ({ query }) => queries.push(query));
    await insert(FEW);
    const env = { DATABASE_URL: database.url, AUTO_SEED: "false" };
    server = await startServer({ env });
  });

  afterAll(async () => {
    await server.stop();
    await client.$disconnect();
    await database.drop();
  });

  async function insert(count: number): Promise<void> {
    const from = await client.workflow.count();
    for (let done = 0; done < count; done += AT_A_TIME) {
      const size = Math.min(AT_A_TIME, count - done);
      const rows = Array.from({ length: size }, (_, i) => workflowRow(from + done + i));
      const made = await client.workflow.createManyAndReturn({ data: rows, select: { id: true } });
      await client.task.createMany({
        data: made.flatMap(({ id: workflowId }) =>
          ["Type", "Check"].map((name) => ({
            ...{ workflowId, name, state: "pending" },
            ...{ createdAt: now, updatedAt: now },
          })),
        ),
      });
      await client.event.createMany({
        data: made.map(({ id: workflowId }) => ({
          ...{ workflowId, sequence: 1, eventType: "note", payload: {}, actorId: "test" },
          createdAt: now,
        })),
      });
    }
  }

  /** Prisma tells of its queries a moment after they have run. */
  const untilLogged = () => sleep(200);

  /** The SQL that one page takes. */
  async function queriesOfAPage(): Promise<string[]> {
    const ctx: Context = {
      ...DEMO_PRINCIPAL,
      requestId: "test",
      source: "system",
      ...NOWHERE,
      now: () => now,
      newId: () => "id",
      db: client as unknown as Context["db"],
    };
    await untilLogged();
    queries = [];
    expect((await listWorkflows(ctx, { limit: 50 })).items).toHaveLength(50);
    await untilLogged();
    return [...queries];
  }

  test("takes as many queries as the list of 100, each by an index", async () => {
    const few = await queriesOfAPage();
    await insert(MANY - FEW);
    const many = await queriesOfAPage();
    expect(many.length).toBe(few.length);
    expect(many.length).toBeLessThan(5);
    for (const sql of many) {
      const holes = sql.match(/\?/g)?.length ?? 0;
      const plan = await client.$queryRawUnsafe<{ detail: string }[]>(
        `EXPLAIN QUERY PLAN ${sql}`,
        ...Array.from({ length: holes }, () => 1),
      );
      const steps = plan.map(({ detail }) => detail);
      expect(steps.filter((step) => /^SCAN (?!.*INDEX)/.test(step))).toEqual([]);
      expect(steps.join("\n")).toMatch(/SEARCH .* USING .*INDEX/);
    }
  });

  test("answers one page of 50 with the way to the next", async () => {
    expect(await client.workflow.count()).toBe(MANY);
    const first = await request(server, "GET", "/api/workflows");
    expect(first.json).toHaveLength(50);
    expect(first.json[0]).toMatchObject({ name: `Case ${MANY - 1}`, task_count: 2 });
    expect(first.json[0].tasks).toHaveLength(2);
    const next = await get(server, nextPageOf(first) ?? "");
    expect(next).toHaveLength(50);
    expect(next[0].id).toBe(first.json.at(-1).id - 1);
  });

  test.each(["/dashboard/api/workflows", "/api/dashboard/board", "/dashboard"])(
    "%s answers with a part of them",
    async (path) => {
      const answer = await request(server, "GET", path);
      expect(answer.status).toBe(200);
      expect(answer.text.length).toBeLessThan(1_000_000);
    },
  );

  test("the last page is reached by its cursor as the first is", async () => {
    const cursor = Buffer.from("[20]").toString("base64url");
    const last = await request(server, "GET", `/api/workflows?cursor=${cursor}`);
    expect(last.json).toHaveLength(19);
    expect(nextPageOf(last)).toBeNull();
  });
});
