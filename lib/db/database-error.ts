/**
 * Prisma's codes: write conflict or deadlock; SQLite busy (reported as a socket timeout); a unique key
 * that someone else took between the look and the insert (MySQL has no upsert in Prisma).
 */
const RETRYABLE = new Set(["P2034", "P1008", "P2002"]);
/** Unreachable, timed out, closed, pool exhausted, transaction could not start. */
const UNAVAILABLE = new Set(["P1001", "P1002", "P1003", "P1010", "P1017", "P2024", "P2028"]);
const DRIVER_UNAVAILABLE =
  /ECONNREFUSED|ECONNRESET|ETIMEDOUT|EPIPE|pool timeout|terminat|shutting down/i;

const RAW_QUERY_FAILED = "P2010";
/** SQL of our own fails with one code for everything; what the driver made of it tells more. */
const CODE_OF_KIND: Readonly<Record<string, string>> = {
  TransactionWriteConflict: "P2034",
  SocketTimeout: "P1008",
  UniqueConstraintViolation: "P2002",
  DatabaseNotReachable: "P1001",
  ConnectionClosed: "P1017",
};

interface PrismaError {
  code?: unknown;
  meta?: { driverAdapterError?: { cause?: { kind?: string } } };
}

function codeOf(error: unknown): string {
  const { code, meta } = (error ?? {}) as PrismaError;
  if (typeof code !== "string") {
    return "";
  }
  const kind = meta?.driverAdapterError?.cause?.kind ?? "";
  return code === RAW_QUERY_FAILED ? (CODE_OF_KIND[kind] ?? code) : code;
}

/** A transaction that lost a race and may win the next one. */
export function isRetryable(error: unknown): boolean {
  const isOurs = error instanceof Error && error.name === "AppError";
  return (
    !isOurs &&
    (RETRYABLE.has(codeOf(error)) || /deadlock|Record has changed/i.test(messageOf(error)))
  );
}

/** The database cannot be asked at the moment. */
export function isUnavailable(error: unknown): boolean {
  return UNAVAILABLE.has(codeOf(error)) || RETRYABLE.has(codeOf(error)) || isDriverFailure(error);
}

function isDriverFailure(error: unknown): boolean {
  const name = error instanceof Error ? error.name : "";
  const isFromDriver =
    name.startsWith("Prisma") || name === "DriverAdapterError" || "code" in Object(error);
  return isFromDriver && DRIVER_UNAVAILABLE.test(messageOf(error));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : "";
}
