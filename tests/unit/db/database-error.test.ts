import { describe, expect, it } from "vitest";
import { isRetryable, isUnavailable } from "@/lib/db/database-error";
import { AppError } from "@/lib/kernel/app-error";

function prismaError(code: string, message = "x"): Error {
  return Object.assign(new Error(message), { name: "PrismaClientKnownRequestError", code });
}

describe("a database error", () => {
  it.each(["P2034", "P1008"])("%s is tried again, and says that the database is busy", (code) => {
    expect(isRetryable(prismaError(code))).toBe(true);
    expect(isUnavailable(prismaError(code))).toBe(true);
  });

  it.each(["P1001", "P1017", "P2024", "P2028"])("%s says that the database is away", (code) => {
    expect(isUnavailable(prismaError(code))).toBe(true);
    expect(isRetryable(prismaError(code))).toBe(false);
  });

  it("a unique key that someone else took is tried again", () => {
    expect(isRetryable(prismaError("P2002"))).toBe(true);
  });

  it.each([
    ["TransactionWriteConflict", true, true],
    ["UniqueConstraintViolation", true, true],
    ["ConnectionClosed", false, true],
    ["postgres", false, false],
  ])("%s of SQL of our own counts as the same of Prisma's", (kind, again, away) => {
    const meta = { driverAdapterError: { cause: { kind } } };
    const error = Object.assign(prismaError("P2010"), { meta });
    expect([isRetryable(error), isUnavailable(error)]).toEqual([again, away]);
  });

  it.each(["P2025", "P2003", "P2022", "P2010"])("%s is a bug", (code) => {
    expect([isRetryable(prismaError(code)), isUnavailable(prismaError(code))]).toEqual([
      false,
      false,
    ]);
  });

  it("a driver that cannot connect means that the database is away", () => {
    const refused = Object.assign(new Error("connect ECONNREFUSED 127.0.0.1:5432"), {
      code: "ECONNREFUSED",
    });
    const driver = Object.assign(new Error("pool timeout: failed to retrieve a connection"), {
      name: "DriverAdapterError",
    });
    expect([isUnavailable(refused), isUnavailable(driver)]).toEqual([true, true]);
  });

  it.each([
    new Error("the plan was terminated"),
    new TypeError("shutting down is not a function"),
    new AppError("invalid", 'Queue "deadlock" is unknown'),
    "terminated",
    null,
    undefined,
  ])("%s is none", (error) => {
    expect([isRetryable(error), isUnavailable(error)]).toEqual([false, false]);
  });
});
