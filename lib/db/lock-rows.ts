import { Prisma } from "@/generated/sqlite/client";
import type { DatabaseProvider } from "@/lib/platform/database-url";
import type { TransactionClient } from "./open-database";

/**
 * Holds the rows that match until the transaction ends: of several transactions that ask only one at
 * a time goes on. SQLite needs nothing: a transaction there is the only writer. Whole rows are read
 * because InnoDB locks only what it reads, and an answer from the index alone would leave the row free.
 */
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

/** Either lock. @returns how many rows are held; always 0 on SQLite */
export async function lockRows(
  db: TransactionClient,
  provider: DatabaseProvider,
  { table, key, strength }: Rows,
): Promise<number> {
  if (provider === "sqlite") {
    return 0;
  }
  const quote = provider === "mysql" ? "`" : '"';
  const name = (word: string) => Prisma.raw(`${quote}${word}${quote}`);
  const conditions = Object.entries(key).map(
    ([column, value]) => Prisma.sql`${name(column)} = ${value}`,
  );
  const suffix = Prisma.raw(SUFFIX[provider][strength]);
  const held = await db.$queryRaw<
    unknown[]
  >`SELECT * FROM ${name(table)} WHERE ${Prisma.join(conditions, " AND ")} ${suffix}`;
  return held.length;
}
