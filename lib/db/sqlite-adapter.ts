import { setTimeout as wait } from "node:timers/promises";
import { PrismaBetterSqlite3 } from "@prisma/adapter-better-sqlite3";
import type {
  SqlDriverAdapter,
  SqlDriverAdapterFactory,
  SqlQuery,
  Transaction,
} from "@prisma/driver-adapter-utils";

const BUSY_WAIT_MS = 5000;
const BUSY_PAUSE_MS = 5;
const PRAGMAS = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  PRAGMA busy_timeout = 20;
  PRAGMA foreign_keys = ON;
`;

const plain = (sql: string): SqlQuery => ({ sql, args: [], argTypes: [] });

/**
 * Prisma's own SQLite adapter shares one connection, so a read outside a transaction sees its
 * uncommitted rows, and it begins deferred, so two processes that both upgrade to a write fail.
 * Here reads have a connection of their own and every transaction begins as a writer.
 */
export class SqliteAdapterFactory implements SqlDriverAdapterFactory {
  readonly provider = "sqlite";
  readonly adapterName = "control-tower-sqlite";
  readonly #inner: PrismaBetterSqlite3;

  constructor(url: string) {
    this.#inner = new PrismaBetterSqlite3({ url }, { timestampFormat: "iso8601" });
  }

  async connect(): Promise<SqlDriverAdapter> {
    const writer = await this.#inner.connect();
    await writer.executeScript(PRAGMAS);
    const reader = await this.#inner.connect();
    await reader.executeScript(`${PRAGMAS} PRAGMA query_only = ON;`);
    return splitReadsFromWrites(reader, writer);
  }
}

function splitReadsFromWrites(
  reader: SqlDriverAdapter,
  writer: SqlDriverAdapter,
): SqlDriverAdapter {
  return {
    provider: "sqlite",
    adapterName: "control-tower-sqlite",
    queryRaw: (query) =>
      isRead(query)
        ? reader.queryRaw(query)
        : inOwnTransaction(writer, (transaction) => transaction.queryRaw(query)),
    executeRaw: (query) => inOwnTransaction(writer, (transaction) => transaction.executeRaw(query)),
    executeScript: (script) => writer.executeScript(script),
    startTransaction: () => startWriting(writer),
    dispose: async () => {
      await reader.dispose();
      await writer.dispose();
    },
  };
}

/** A lone write waits its turn behind running transactions instead of slipping into one. */
async function inOwnTransaction<T>(
  writer: SqlDriverAdapter,
  write: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  const transaction = await startWriting(writer);
  try {
    const result = await write(transaction);
    await transaction.executeRaw(plain("COMMIT"));
    return result;
  } catch (error) {
    await transaction.executeRaw(plain("ROLLBACK")).catch(() => undefined);
    throw error;
  } finally {
    await transaction.commit();
  }
}

async function startWriting(writer: SqlDriverAdapter): Promise<Transaction> {
  const transaction = await writer.startTransaction();
  try {
    await transaction.executeRaw(plain("ROLLBACK"));
    await beginImmediate(transaction);
    return transaction;
  } catch (error) {
    await transaction.rollback();
    throw error;
  }
}

/**
 * Another process may be writing. The driver's own wait would block this whole process, so it is
 * short, and the turns in between are given back to the event loop.
 */
async function beginImmediate(transaction: Transaction): Promise<void> {
  const giveUpAt = performance.now() + BUSY_WAIT_MS;
  for (;;) {
    try {
      await transaction.executeRaw(plain("BEGIN IMMEDIATE"));
      return;
    } catch (error) {
      if (!isBusy(error) || performance.now() > giveUpAt) {
        throw error;
      }
      await wait(BUSY_PAUSE_MS);
    }
  }
}

function isBusy(error: unknown): boolean {
  const cause = (error as { cause?: { kind?: unknown } }).cause;
  return cause?.kind === "SocketTimeout";
}

function isRead(query: SqlQuery): boolean {
  return /^\s*(?:SELECT|WITH)\b/i.test(query.sql);
}
