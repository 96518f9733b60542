import { v7 as uuidv7 } from "uuid";
import type { Role } from "@/lib/contracts/role";
import { type Database, openDatabase } from "@/lib/db/open-database";
import type { Actor, Context } from "@/lib/kernel/context";
import { NOWHERE } from "@/lib/kernel/create-context";
import { parseSettings } from "@/lib/platform/settings";
import type { AvailableDatabase, TestDatabase } from "../../support/test-database";

/** Whole and a little: shows when a database drops the milliseconds. */
const START = new Date("2026-03-02T09:30:00.123Z");

export interface TestWorld {
  readonly database: TestDatabase;
  readonly db: Database;
  /** what every context of this world takes for now */
  readonly clock: { now: Date };
  /** a signed-in person of this role; of another tenant when one is named */
  as(role: Role, tenantId?: string): Context;
  /** another system with a key of this role */
  asMachine(role: Role, tenantId?: string): Context;
  advanceMinutes(minutes: number): void;
  close(): Promise<void>;
}

/** A fresh database with a client of its own and a clock that stands until it is moved. */
export async function openWorld(
  available: AvailableDatabase,
  env: Readonly<Record<string, string>> = {},
): Promise<TestWorld> {
  const database = await available.create();
  useSettingsOf(database.url, env);
  const db = await openClient(database);
  const clock = { now: START };
  const contextOf = (actor: Actor, tenantId = "default"): Context => ({
    actor,
    tenantId,
    sites: "*",
    requestId: "test",
    source: "api",
    ...NOWHERE,
    now: () => clock.now,
    newId: () => uuidv7(),
    db,
  });
  return {
    database,
    db,
    clock,
    as: (role, tenantId) => contextOf({ kind: "user", id: `user:${role}`, role }, tenantId),
    asMachine: (role, tenantId) =>
      contextOf({ kind: "api_key", id: `api_key:${role}`, role }, tenantId),
    advanceMinutes: (minutes) => {
      clock.now = new Date(clock.now.getTime() + minutes * 60_000);
    },
    close: async () => {
      await db.$disconnect();
      await database.drop();
    },
  };
}

/** One more client, as a second process would have. The caller disconnects it. */
export function openClient({ url, provider }: TestDatabase): Promise<Database> {
  return openDatabase({
    databaseUrl: url,
    databaseProvider: provider,
    pool: { max: 10, acquireTimeoutMs: 30_000, recycleSeconds: 3600 },
  });
}

/** Settings and caches live as long as the process; each test database needs its own. */
function useSettingsOf(url: string, env: Readonly<Record<string, string>>): void {
  const registry = globalThis as typeof globalThis & { __controlTower?: Map<string, unknown> };
  const settings = parseSettings({ DATABASE_URL: url, LOG_LEVEL: "silent", ...env });
  registry.__controlTower = new Map([["settings", settings]]);
}
