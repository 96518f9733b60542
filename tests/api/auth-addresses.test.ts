import { describe, expect, test } from "vitest";
import { type ApiMethod, request } from "../support/api";
import { LANES } from "../support/server";
import { availableDatabases, sqlite } from "../support/test-database";
import { Browser, signedIn } from "./support/browser";
import { expectProblem } from "./support/expect-answer";
import { PRODUCTION } from "./support/keys";
import { invite } from "./support/people";
import { useDatabaseServer } from "./support/use-database-server";

const COOKIE = "next-auth.callback-url";

describe.each(LANES)("the addresses of signing in over %s", (lane) => {
  const server = useDatabaseServer(sqlite, PRODUCTION, lane);
  const errorIn = (location: string | null) =>
    new URL(location ?? "/", server.url).searchParams.get("error");

  test.each(["%E2%82%AC", "a%0Ab", "a%00b", "hunter2", "x".repeat(3000)])(
    "repeat no error that a visitor made up: %s",
    async (error) => {
      for (const action of ["error", "signin"]) {
        const answer = await request(server, "GET", `/api/auth/${action}?error=${error}`);
        expect(answer.status, answer.text).toBe(302);
        const next = await request(server, "GET", answer.headers.get("location") ?? "");
        const last = answer.headers.get("location")?.includes("/api/auth/") ? next : answer;
        expect(errorIn(last.headers.get("location"))).toBe("Callback");
      }
    },
  );

  test("lead to the sign-in page with an error of ours", async () => {
    const answer = await request(server, "GET", "/api/auth/error?error=wrong_password");
    expect(errorIn(answer.headers.get("location"))).toBe("wrong_password");
  });

  test.each(["x", "javascript:alert(1)", "http://", "%E2%82%AC"])(
    "refuse %s as the place to go to",
    async (address) => {
      for (const action of ["csrf", "signin", "providers", "error"]) {
        const path = `/api/auth/${action}?callbackUrl=${address}`;
        const answer = await request(server, "GET", path);
        expectProblem(answer, { status: 422, errors: ["query.callbackUrl value_error"] });
      }
    },
  );

  test("refuse it in a form and in JSON, before anything is judged", async () => {
    const path = "/api/auth/callback/password";
    const browser = new Browser(server);
    const { csrfToken } = (await browser.get("/api/auth/csrf")).json;
    for (const body of [
      new URLSearchParams({ csrfToken, callbackUrl: "x" }),
      ...[5, true, {}, ["/audit"], "x"].map((callbackUrl) => ({ csrfToken, callbackUrl })),
    ]) {
      const answer = await browser.send("POST", path, body);
      expectProblem(answer, { status: 422, errors: ["body.callbackUrl value_error"] });
    }
    const inQuery = await browser.send("POST", `${path}?callbackUrl=x`, new URLSearchParams());
    expectProblem(inQuery, { status: 422, errors: ["query.callbackUrl value_error"] });
  });

  test("take a place of ours, however it is written, and no other", async () => {
    const { email, password } = await invite(server, "technician");
    for (const [callbackUrl, there] of [
      ["/audit?x=1", "/audit?x=1"],
      ["/€", "/%E2%82%AC"],
      [`${server.url}/audit`, "/audit"],
      ["https://evil.example/audit", ""],
      ["//evil.example", ""],
    ] as const) {
      const browser = new Browser(server);
      const { csrfToken } = (await browser.get("/api/auth/csrf")).json;
      const form = new URLSearchParams({ csrfToken, email, password, callbackUrl });
      const answer = await browser.send("POST", "/api/auth/callback/password", form);
      expect([answer.status, answer.headers.get("location")]).toEqual([
        302,
        `${server.url}${there}`,
      ]);
    }
  });

  test("take away a cookie that leads nowhere, and the next try goes on", async () => {
    const { email, password } = await invite(server, "technician");
    const browser = new Browser(server);
    browser.cookies.set(COOKIE, "x");
    const refused = await browser.get("/api/auth/csrf");
    expectProblem(refused, { status: 422, errors: ["cookie.callbackUrl value_error"] });
    expect(browser.cookies.has(COOKIE)).toBe(false);
    await signedIn(server, { email, password });
    expect(await browser.signIn({ email, password })).toBeNull();
  });

  test.each([
    ["GET", "callback/password"],
    ["GET", "callback/nobody"],
    ["GET", "error/%E2%82%AC"],
    ["GET", "csrf/x"],
    ["POST", "csrf"],
    ["GET", "callback"],
    ["GET", "__proto__"],
  ])("are none for %s %s, which is the visitor's fault", async (method, path) => {
    const sent = { "sec-fetch-site": "same-origin", origin: server.url };
    const answer = await request(server, method as ApiMethod, `/api/auth/${path}`, undefined, sent);
    expectProblem(answer, { status: 401 });
  });
});

describe.each(await availableDatabases())("credentials on $provider", (available) => {
  const server = useDatabaseServer(available, PRODUCTION);

  test.each([
    ["an address", { email: "a\0b@pharmacy.example" }],
    ["a password", { password: "a\0b" }],
    ["a code", { code: "\0" }],
  ])("with NUL in %s are those of nobody, and no fault of ours", async (_, odd) => {
    const refusals = { where: { action: "session.refuse", reasonCode: "unknown_person" } };
    const { email, password } = await invite(server, "technician");
    const before = await server.db.auditEntry.count(refusals);
    const answer = await new Browser(server).trySignIn({ email, password, ...odd });
    expect(answer.status, answer.text).toBe(401);
    expect(new URL(answer.json.url).searchParams.get("error")).toBe("wrong_password");
    expect(await server.db.auditEntry.count(refusals)).toBe(before + 1);
    expect(server.output()).not.toContain("sign-in failed");
  });
});
