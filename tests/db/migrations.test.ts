import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { cp, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { migrate, migrationStatus } from "@/lib/db/migrate";
import { openMigrationConnection } from "@/lib/db/migration-connection";
import { availableDatabases, type TestDatabase } from "../support/test-database";

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, "../..");
const INITIAL = "0001_initial.sql";
/** what comes with the product, in the order in which it is applied */
const SHIPPED = readdirSync(path.join(root, "prisma/migrations/sqlite")).sort();

describe.each(await availableDatabases())("migrations on $provider", (available) => {
  let database: TestDatabase;
  let folder: string;
  beforeEach(async () => {
    database = await available.create();
    folder = await mkdtemp(path.join(tmpdir(), "control-tower-migrations-"));
    await cp(path.join(root, "prisma/migrations"), folder, { recursive: true });
  });
  afterEach(async () => {
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  const add = (name: string, sql: string) =>
    writeFile(path.join(folder, database.provider, name), sql);
  const rows = async (sql: string) => {
    const connection = await openMigrationConnection(database.provider, database.url);
    try {
      return await connection.rows(sql);
    } finally {
      await connection.close();
    }
  };
  const ledger = async () =>
    (await rows("SELECT name FROM _migrations ORDER BY name")).map(({ name }) => name);
  const tableExists = (table: string) =>
    rows(`SELECT * FROM ${table}`).then(
      () => true,
      () => false,
    );

  it("apply nothing the second time", async () => {
    expect(await migrate(database.url)).toEqual([]);
    expect(await ledger()).toEqual(SHIPPED);
  });

  it("list what has been applied and what is pending, and change nothing by it", async () => {
    await add("9002_more.sql", "CREATE TABLE more (id INTEGER)");
    await add("notes.txt", "not a migration");
    const expected = { applied: SHIPPED, pending: ["9002_more.sql"] };
    expect(await migrationStatus(database.url, folder)).toEqual(expected);
    expect(await migrationStatus(database.url, folder)).toEqual(expected);
    expect(await tableExists("more")).toBe(false);
  });

  it("of a SQLite file that is not there yet are listed without making it", async () => {
    if (database.provider !== "sqlite") {
      return;
    }
    const file = path.join(folder, "none.db");
    const status = await migrationStatus(`file:${file}`);
    expect(status).toEqual({ applied: [], pending: SHIPPED });
    await expect(stat(file)).rejects.toThrow("ENOENT");
  });

  it("are applied in the order of their names, each with its time and checksum", async () => {
    await add("9003_use.sql", "INSERT INTO more (id) VALUES (3)");
    await add("9002_more.sql", "CREATE TABLE more (id INTEGER)");
    expect(await migrate(database.url, folder)).toEqual(["9002_more.sql", "9003_use.sql"]);
    const [, more] = await rows("SELECT * FROM _migrations ORDER BY name");
    expect(more?.["checksum"]).toMatch(/^[0-9a-f]{64}$/);
    expect(more?.["applied_at"]).toMatch(/^\d{4}-\d{2}-\d{2}T.+Z$/);
  });

  it("are refused by name when an applied file was edited", async () => {
    const file = path.join(folder, database.provider, INITIAL);
    await writeFile(file, `${await readFile(file, "utf8")}\n-- edited`);
    await add("9002_more.sql", "CREATE TABLE more (id INTEGER)");
    await expect(migrate(database.url, folder)).rejects.toThrow(INITIAL);
    await expect(migrationStatus(database.url, folder)).rejects.toThrow(INITIAL);
    expect(await tableExists("more")).toBe(false);
  });

  it("leave no line in the ledger when they fail, and can be tried again", async () => {
    await add("9002_more.sql", "CREATE TABLE more (id INTEGER); SELECT nonsense FROM nowhere;");
    await expect(migrate(database.url, folder)).rejects.toThrow("9002_more.sql");
    expect(await ledger()).toEqual(SHIPPED);
    if (database.provider !== "mysql") {
      expect(await tableExists("more")).toBe(false);
    }
    await add("9002_more.sql", "CREATE TABLE IF NOT EXISTS more (id INTEGER)");
    expect(await migrate(database.url, folder)).toEqual(["9002_more.sql"]);
  });

  it("stop at the one that fails: what comes after it waits", async () => {
    await add("9002_bad.sql", "SELECT nonsense FROM nowhere");
    await add("9003_more.sql", "CREATE TABLE more (id INTEGER)");
    await expect(migrate(database.url, folder)).rejects.toThrow("9002_bad.sql");
    expect(await tableExists("more")).toBe(false);
    expect((await migrationStatus(database.url, folder)).pending).toEqual([
      "9002_bad.sql",
      "9003_more.sql",
    ]);
  });

  it("can all be run again on MySQL, where a failure leaves half", async () => {
    if (database.provider !== "mysql") {
      return;
    }
    await rows("DELETE FROM _migrations");
    expect(await migrate(database.url)).toEqual(SHIPPED);
  });

  it("are applied once by two processes that start together", async () => {
    await add("9002_more.sql", "CREATE TABLE more (id INTEGER); INSERT INTO more (id) VALUES (1);");
    const script = fileURLToPath(new URL("./support/migrate-process.ts", import.meta.url));
    const start = () =>
      run(process.execPath, ["--import", "tsx", script, database.url, folder], {
        cwd: root,
        timeout: 50_000,
      });
    const answers = await Promise.all([start(), start(), start()]);
    expect(answers.map(({ stdout }) => stdout.trim()).toSorted()).toEqual([
      "",
      "",
      "9002_more.sql",
    ]);
    expect((await rows("SELECT id FROM more")).map(({ id }) => Number(id))).toEqual([1]);
    expect(await ledger()).toEqual([...SHIPPED, "9002_more.sql"]);
  });
});
