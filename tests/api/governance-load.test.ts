import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Database, openDatabase } from "@/lib/db/open-database";
import { request } from "../support/api";
import { type RunningServer, startServer } from "../support/server";
import { availableDatabases, type TestDatabase } from "../support/test-database";
import { createCase, FIRST_GATE, post, setGate } from "./support/cases";

const POOL = { max: 2, acquireTimeoutMs: 5000, recycleSeconds: 60 };
const EXECUTIONS = 100;
const CHAIN = { kind: "chain" };

/** 503: SQLite's only writer was busy for too long; nothing was executed then either. */
const KNOWN = [200, 403, 503];

describe.each(await availableDatabases())("two processes under load on $provider", (available) => {
  let database: TestDatabase;
  let inside: Database;
  let servers: RunningServer[];

  beforeAll(async () => {
    database = await available.create();
    const { url: databaseUrl, provider: databaseProvider } = database;
    inside = await openDatabase({ databaseUrl, databaseProvider, pool: POOL });
    const env = { DATABASE_URL: database.url, AUTO_SEED: "off" };
    servers = await Promise.all([startServer({ env }), startServer({ env })]);
  });
  afterAll(async () => {
    await Promise.all(servers.map((server) => server.stop()));
    await inside.$disconnect();
    await database.drop();
  });

  const server = (i: number): RunningServer => {
    const found = servers[i % servers.length];
    if (!found) {
      throw new Error("The servers are not up yet");
    }
    return found;
  };
  const newCases = async () => {
    const ids: number[] = [];
    for (let i = 0; i < EXECUTIONS; i += 1) {
      ids.push((await createCase(server(i), { initial_tasks: [] })).id);
    }
    return ids;
  };
  const executions = () => inside.execution.count();

  /** 100 executions over both processes, and `stop` on the second when the first ones are done. */
  const stopMidway = async (stop: () => Promise<unknown>) => {
    const ids = await newCases();
    const before = await executions();
    let done = 0;
    let isStopped: Promise<{ seen: number }> | null = null;
    const stopNow = async () => {
      await stop();
      return { seen: await executions() };
    };
    const statuses = await Promise.all(
      ids.map(async (workflow_id, i) => {
        const { status } = await request(server(i), "POST", "/api/dashboard/auto-step", {
          workflow_id,
        });
        done += 1;
        if (done === 10) {
          isStopped = stopNow();
        }
        return status;
      }),
    );
    const seen = (await (isStopped as Promise<{ seen: number }> | null))?.seen ?? -1;
    const after = await executions();
    expect(statuses.filter((status) => !KNOWN.includes(status))).toEqual([]);
    const ran = statuses.filter((status) => status === 200).length;
    return { before, seen, after, ran, refused: EXECUTIONS - ran };
  };

  /** Executions whose audit entry comes after the newest entry of an act. */
  const entriesAfter = async (action: string) => {
    const last = await inside.auditEntry.findFirstOrThrow({
      where: { action },
      orderBy: { id: "desc" },
    });
    return inside.auditEntry.count({ where: { action: "proposal.execute", id: { gt: last.id } } });
  };

  test("nothing is executed after a gate was revoked in the other process", async () => {
    await setGate(server(0), FIRST_GATE);
    const found = await stopMidway(() => setGate(server(1), FIRST_GATE, false));
    expect(found.after).toBe(found.seen);
    expect(found.after - found.before).toBe(found.ran);
    expect(found.refused).toBeGreaterThan(0);
    expect(await entriesAfter("gate.revoke")).toBe(0);
  });

  test("nothing is executed after the kill switch has answered in the other process", async () => {
    await setGate(server(0), FIRST_GATE);
    const why = { reason_code: "incident", reason: "Under load" };
    const path = "/api/governance/kill-switch";
    const found = await stopMidway(() =>
      post(server(1), path, { scope: CHAIN, engaged: true, ...why }),
    );
    expect(found.after).toBe(found.seen);
    expect(found.after - found.before).toBe(found.ran);
    expect(found.refused).toBeGreaterThan(0);
    expect(await entriesAfter("kill_switch.engage")).toBe(0);
    await post(server(0), path, { scope: CHAIN, engaged: false, ...why });
  });

  test("a drill gets its turn in a stream of executions, and everything runs again after it", async () => {
    await setGate(server(0), FIRST_GATE);
    const drills: { ms_until_in_flight_ended: number; ms_until_probe_refused: number }[] = [];
    await stopMidway(async () => {
      for (let i = 0; i < 3; i += 1) {
        const path = "/api/governance/kill-switch/drill";
        drills.push(await post(server(i), path, { scope: CHAIN, reason: "Under load" }));
      }
    });
    process.stdout.write(
      `drill on ${available.provider}: ${drills.map((one) => `${one.ms_until_in_flight_ended}/${one.ms_until_probe_refused}`).join(", ")} ms (in flight ended/probe refused)\n`,
    );
    expect(drills).toHaveLength(3);
    const { id } = await createCase(server(0));
    await post(server(1), "/api/dashboard/auto-step", { workflow_id: id });
  });
});
