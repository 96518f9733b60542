import { Prisma } from "@/generated/sqlite/client";
import type { DatabaseProvider } from "@/lib/platform/database-url";
import type { TransactionClient } from "./open-database";

/**
 * Holds the rows that match until the transaction ends, so that nobody changes them meanwhile.
 * SQLite needs nothing: a transaction there is the only writer. Whole rows are read because InnoDB
 * locks only what it reads, and an answer from the index alone would leave the row free.
 */
export async function lockForShare(
  db: TransactionClient,
  provider: DatabaseProvider,
  table: string,
  key: Readonly<Record<string, string | number>>,
): Promise<void> {
  await lockRows(db, provider, { table, key, strength: "share" });
}

/** Like `lockForShare`, but of several transactions that ask only one at a time goes on. */
export async function lockForUpdate(
  db: TransactionClient,
  provider: DatabaseProvider,
  table: string,
  key: Readonly<Record<string, string | number>>,
): Promise<void> {
  await lockRows(db, provider, { table, key, strength: "update" });
}

const SUFFIX = {
  postgresql: { share: "FOR SHARE", update: "FOR UPDATE" },
  mysql: { share: "LOCK IN SHARE MODE", update: "FOR UPDATE" },
} as const;

interface Rows {
  table: string;
  key: Readonly<Record<string, string | number>>;
  strength: "share" | "update";
}

async function lockRows(
  db: TransactionClient,
  provider: DatabaseProvider,
  { table, key, strength }: Rows,
): Promise<void> {
  if (provider === "sqlite") {
    return;
  }
  const quote = provider === "mysql" ? "`" : '"';
  const name = (word: string) => Prisma.raw(`${quote}${word}${quote}`);
  const conditions = Object.entries(key).map(
    ([column, value]) => Prisma.sql`${name(column)} = ${value}`,
  );
  const suffix = Prisma.raw(SUFFIX[provider][strength]);
  await db.$queryRaw`SELECT * FROM ${name(table)} WHERE ${Prisma.join(conditions, " AND ")} ${suffix}`;
}
