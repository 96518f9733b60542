import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openMigrationConnection } from "@/lib/db/migration-connection";
import { availableDatabases, type TestDatabase } from "../support/test-database";
import { differences } from "./support/schema";
import { readDatabase } from "./support/schema-of-database";
import { readModels } from "./support/schema-of-models";

describe.each(await availableDatabases())("a fresh database on $provider", (available) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await available.create();
  });
  afterAll(() => database.drop());

  const run = async (sql: string) => {
    const connection = await openMigrationConnection(database.provider, database.url);
    try {
      await connection.script(sql);
    } finally {
      await connection.close();
    }
  };
  const name = (word: string) => (database.provider === "mysql" ? `\`${word}\`` : `"${word}"`);

  it("has exactly the columns, indexes and foreign keys of the models", async () => {
    const models = await readModels(database.provider);
    expect(models.columns.length).toBeGreaterThan(100);
    expect(models.foreignKeys.length).toBeGreaterThan(5);
    expect(differences(models, await readDatabase(database))).toEqual([]);
  });

  it("is found out when a column is missing, optional or new", async () => {
    const models = await readModels(database.provider);
    await run(`ALTER TABLE ${name("outbox")} DROP COLUMN ${name("payload")}`);
    await run(`ALTER TABLE ${name("tasks")} ADD COLUMN ${name("extra")} INTEGER`);
    expect(differences(models, await readDatabase(database))).toEqual([
      "missing: outbox.payload json",
      "unknown: tasks.extra integer null",
    ]);
  });

  it("is found out when an index is missing or new", async () => {
    const models = await readModels(database.provider);
    const on = database.provider === "mysql" ? ` ON ${name("audit_entries")}` : "";
    await run(`DROP INDEX ${name("audit_entries_tenant_id_id_idx")}${on}`);
    await run(`CREATE UNIQUE INDEX extra_idx ON ${name("gates")} (${name("change_count")})`);
    const found = differences(models, await readDatabase(database));
    expect(found).toContain("missing: audit_entries(tenant_id,id)");
    expect(found).toContain("unknown: unique gates(change_count)");
  });
});
