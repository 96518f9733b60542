import { describe, expect, test } from "vitest";
import { LANES } from "../support/server";
import { sqlite } from "../support/test-database";
import type { Browser } from "./support/browser";
import { PRODUCTION } from "./support/keys";
import { newcomer } from "./support/people";
import { useDatabaseServer } from "./support/use-database-server";

const LIMIT = 20;

describe.each(LANES)("a page that is denied over %s", (lane) => {
  const server = useDatabaseServer(
    sqlite,
    { ...PRODUCTION, JOB_RUNNER: "off", RATE_LIMIT_PER_MINUTE: String(LIMIT) },
    lane,
  );

  const denialsOf = (id: string) =>
    server.db.auditEntry.findMany({
      where: { actorId: `user:${id}`, outcome: "denied" },
      orderBy: { id: "asc" },
    });
  const left = async (browser: Browser) =>
    Number(/r=(\d+)/.exec((await browser.get("/api/session")).headers.get("ratelimit") ?? "")?.[1]);

  test.each(["/audit", "/settings/people", "/settings/keys", "/settings/clients"])(
    "says so, and leaves an entry: %s",
    async (path) => {
      const { id, browser } = await newcomer(server, "technician");
      const answer = await browser.get(path);
      expect([answer.status, answer.text]).toEqual([
        200,
        expect.stringContaining("Your role may not"),
      ]);
      const denials = await denialsOf(id);
      expect(denials).toMatchObject([
        {
          action: "access.deny",
          subjectType: "operation",
          subjectId: `page:${path}`,
          reasonCode: "forbidden",
          after: { method: "GET", path },
        },
      ]);
    },
  );

  test("a page counts as one request, and beyond the limit it is denied and recorded, once", async () => {
    const { id, browser } = await newcomer(server, "admin");
    const before = await left(browser);
    expect((await browser.get("/governance")).text).toContain("Gates");
    expect(await left(browser)).toBe(before - 2);
    for (let i = 0; i < LIMIT; i += 1) {
      await browser.get("/settings");
    }
    const answer = await browser.get("/settings");
    expect(answer.status).toBe(500);
    expect(answer.text).not.toContain("E-mail address");
    expect(server.output()).toContain("These credentials have used up their");
    expect(await denialsOf(id)).toMatchObject([
      { action: "access.deny", subjectId: "page:*", reasonCode: "too_many_requests" },
    ]);
  });
});
