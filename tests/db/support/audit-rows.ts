import { recordAudit } from "@/lib/audit/record-audit";
import { sealOnce } from "@/lib/audit/sealing/seal-once";
import type { JsonObject } from "@/lib/contracts/common";
import { openMigrationConnection } from "@/lib/db/migration-connection";
import type { Context } from "@/lib/kernel/context";
import { inTransaction } from "@/lib/kernel/transaction";
import type { TestDatabase } from "../../support/test-database";
import type { TestWorld } from "./test-world";

/** Leaves this many entries, each in a transaction of its own. @returns their ids */
export async function leaveEntries(
  ctx: Context,
  count: number,
  action = "test.mark",
  after: JsonObject = { note: "Ünïcødé 😀", value: 1.25, nested: { b: [1, null], a: true } },
): Promise<number[]> {
  const ids: number[] = [];
  for (let i = 0; i < count; i += 1) {
    ids.push(
      await inTransaction(ctx, (tx) =>
        recordAudit(tx, {
          action,
          subject: { type: "test", id: i },
          reason: `because ${i}`,
          after,
        }),
      ),
    );
  }
  return ids;
}

export async function sealAll(ctx: Context): Promise<void> {
  while (await sealOnce(ctx)) {
    // until nothing is left
  }
}

/** An entry as another transaction would have left it: under this id, and maybe without a hash. */
export async function insertRow(
  { db, clock }: TestWorld,
  id: number,
  contentHash: string | null = null,
): Promise<void> {
  await db.auditEntry.create({
    data: {
      id,
      tenantId: "default",
      siteId: "*",
      at: clock.now,
      actorKind: "user",
      actorId: "user:admin",
      actorRole: "admin",
      action: "test.row",
      subjectType: "test",
      subjectId: String(id),
      before: {},
      after: { id },
      requestId: "test",
      source: "api",
      contentHash,
    },
  });
}

/** The seals of a tenant as `position:entry`. */
export async function sealsOf({ db }: TestWorld, tenantId = "default"): Promise<string[]> {
  const seals = await db.auditSeal.findMany({ where: { tenantId }, orderBy: { position: "asc" } });
  return seals.map(({ position, auditEntryId }) => `${position}:${auditEntryId}`);
}

/** Runs SQL past the product, as whoever holds the database's password can. */
export async function runSql({ provider, url }: TestDatabase, ...statements: string[]) {
  const connection = await openMigrationConnection(provider, url);
  try {
    for (const sql of statements) {
      await connection.script(provider === "mysql" ? sql.replaceAll('"', "`") : sql);
    }
  } finally {
    await connection.close();
  }
}

const TRIGGERS = ["entries", "seals", "checkpoints", "prunes"].flatMap((table) =>
  ["update", "delete", "replace"].map((verb) => ({
    table: `audit_${table}`,
    name: `audit_${table}_no_${verb}`,
  })),
);

/** What an attacker with every right does first. */
export async function dropTriggers(database: TestDatabase): Promise<void> {
  const on = (table: string) => (database.provider === "postgresql" ? ` ON ${table}` : "");
  await runSql(
    database,
    ...TRIGGERS.map(({ table, name }) => `DROP TRIGGER IF EXISTS "${name}"${on(table)}`),
  );
}
