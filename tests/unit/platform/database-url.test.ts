import { describe, expect, it } from "vitest";
import { normaliseDatabaseUrl, providerOf } from "@/lib/platform/database-url";

describe("normaliseDatabaseUrl", () => {
  it.each([
    ["sqlite:///./BladnirTech.db", "file:./BladnirTech.db"],
    ["sqlite:///a.db", "file:a.db"],
    ["sqlite:////var/data/a.db", "file:/var/data/a.db"],
    ["sqlite+aiosqlite:///./a.db", "file:./a.db"],
    ["file:./a.db", "file:./a.db"],
    ["postgres://u@h/d", "postgresql://u@h/d"],
    ["postgresql://u:p@h:5432/d?sslmode=require", "postgresql://u:p@h:5432/d?sslmode=require"],
    ["postgresql+psycopg2://u:p@h/d", "postgresql://u:p@h/d"],
    ["postgresql+asyncpg://u:p@h/d", "postgresql://u:p@h/d"],
    ["mysql://u@h/d", "mysql://u@h/d"],
    ["mysql+pymysql://u:p%40x@h:3306/d", "mysql://u:p%40x@h:3306/d"],
    ["mariadb://u@h/d", "mysql://u@h/d"],
    ["mariadb+mariadbconnector://u@h/d", "mysql://u@h/d"],
  ])("%s becomes %s", (given, expected) => {
    expect(normaliseDatabaseUrl(given)).toBe(expected);
    expect(normaliseDatabaseUrl(expected)).toBe(expected);
  });

  it.each([
    "",
    "a.db",
    "oracle://h/d",
    "mssql+pyodbc://h/d",
    "redis://h",
    "sqlite://",
    "sqlite:///",
  ])("refuses %s and says what is possible", (url) => {
    expect(() => normaliseDatabaseUrl(url)).toThrow(/use sqlite:\/\/\/file\.db, postgresql/);
  });

  // Each of our connections would get a memory of its own, and the migrated one would be gone.
  it.each(["sqlite:///:memory:", "file::memory:"])("refuses %s", (url) => {
    expect(() => normaliseDatabaseUrl(url)).toThrow();
  });

  it("does not repeat the password of a URL it refuses", () => {
    expect(() => normaliseDatabaseUrl("oracle://u:hunter2@h/d")).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining("hunter2") }),
    );
  });
});

describe("providerOf", () => {
  it.each([
    ["file:./a.db", "sqlite"],
    ["postgresql://h/d", "postgresql"],
    ["mysql://h/d", "mysql"],
  ])("%s is %s", (url, provider) => {
    expect(providerOf(url)).toBe(provider);
  });
});
