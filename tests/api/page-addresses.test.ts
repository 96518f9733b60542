import { describe, expect, test } from "vitest";
import { type ApiAnswer, request } from "../support/api";
import { availableDatabases, sqlite } from "../support/test-database";
import { PRODUCTION } from "./support/keys";
import { useDatabaseServer } from "./support/use-database-server";

/** ["0000-01-01T00:00:00.000Z","a"] and [8640000000000000,"a"] */
const CURSORS = [
  "x",
  "WyIwMDAwLTAxLTAxVDAwOjAwOjAwLjAwMFoiLCJhIl0",
  "Wzg2NDAwMDAwMDAwMDAwMDAsImEiXQ",
];
const PAGES = [
  "/audit",
  "/settings/people",
  "/settings/keys",
  "/settings/clients",
  "/ame/dashboard",
  "/ame/audits",
];
const ANEW = "names no page of this list";
const NO_SCOPE = "There is no such trust scope";

function expectPage(answer: ApiAnswer, words: string) {
  expect(answer.status).toBe(200);
  expect(answer.text.includes(words)).toBe(true);
  expect(/\$RX\(|could not be loaded/.test(answer.text)).toBe(false);
}

const withCursor =
  (page: string) =>
  (cursor: string): [string, string] => [`${page}?cursor=${cursor}`, ANEW];

describe.each(await availableDatabases())("odd addresses of pages on $provider", (available) => {
  const server = useDatabaseServer(available);

  test.each<[string, string]>([
    ["/audit?from=0000-01-01", "not a day like"],
    ["/audit?to=9999-12-31", "not a day like"],
    ["/audit?from=0001-01-01", ">Audit</h1>"],
    ["/audit?actor=%00", "one short text"],
    ["/audit?cursor=x&order=oldest", ANEW],
    ["/audit?cursor=a&cursor=b", ANEW],
    ["/dashboard?search=%00", "Dispensing"],
    ["/ame/scopes/x", NO_SCOPE],
    ["/ame/scopes/%00", NO_SCOPE],
    ["/ame/scopes/999999999999999999", NO_SCOPE],
    ...PAGES.flatMap((page) => CURSORS.map(withCursor(page))),
  ])("%s shows the page, and says what it made of it", async (path, words) => {
    const answer = await request(server, "GET", path);
    expectPage(answer, words);
  });
});

describe("errors of ours that nobody has", () => {
  const server = useDatabaseServer(sqlite, PRODUCTION);

  test.each(["__proto__", "constructor", "toString", "%00"])(
    "such as %s leave the sign-in page whole",
    async (error) => {
      const answer = await request(server, "GET", `/sign-in?error=${error}`);
      expectPage(answer, "Your company account could not be checked");
    },
  );
});
