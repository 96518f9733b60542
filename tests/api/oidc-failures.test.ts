import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "@/lib/db/open-database";
import { openClient } from "../db/support/test-world";
import { request } from "../support/api";
import { LANES, type RunningServer, startServer } from "../support/server";
import { sqlite, type TestDatabase } from "../support/test-database";
import { withoutRoom } from "./support/block-audit";
import { Browser, signedIn } from "./support/browser";
import { type CompanyVisit, companyVisit } from "./support/company-visit";
import {
  type IdentityProvider,
  OIDC_CLIENT,
  startIdentityProvider,
} from "./support/identity-provider";
import { PRODUCTION } from "./support/keys";
import { newcomer } from "./support/people";

const CANARY = "zq7canary";

describe.each(LANES)("what goes wrong with a company account over %s", (lane) => {
  let database: TestDatabase;
  let db: Database;
  let idp: IdentityProvider;
  let server: RunningServer;
  let visit: CompanyVisit;
  beforeAll(async () => {
    database = await sqlite.create();
    db = await openClient(database);
    idp = await startIdentityProvider();
    server = await startServer({
      lane,
      env: {
        ...PRODUCTION,
        DATABASE_URL: database.url,
        OIDC_ISSUER: idp.issuer,
        OIDC_CLIENT_ID: OIDC_CLIENT.id,
        OIDC_CLIENT_SECRET: OIDC_CLIENT.secret,
        OIDC_ROLE_CLAIM: "groups",
        OIDC_ROLES: "ct-technicians:technician",
      },
    });
    idp.trust(server.url);
    visit = companyVisit(server, idp);
  });
  afterAll(async () => {
    await server.stop();
    await idp.stop();
    await db.$disconnect();
    await database.drop();
  });

  const as = (id: string, claims: object) => {
    idp.account = { id, claims: { groups: ["ct-technicians"], ...claims } };
  };
  const denied = () =>
    db.auditEntry.count({ where: { action: "access.deny", subjectId: "signIn" } });
  const openSessions = () => db.userSession.count({ where: { endedAt: null } });
  const newest = () => db.auditEntry.findFirstOrThrow({ orderBy: { id: "desc" } });

  test("a name that is too long is cut, and an address that is none is refused", async () => {
    as("long", { email: "long@corp.example", name: `Maria \u202e${"x".repeat(400)}` });
    const { browser, end } = await visit.signIn();
    expect(end.pathname).toBe("/audit");
    const { name } = (await browser.get("/api/session")).json.user;
    expect(name).toBe(`Maria ${"x".repeat(114)}`);
    as("none", { email: `${CANARY} is no address` });
    const refused = await visit.signIn();
    expect(refused.end.search).toBe("?error=bad_email");
    expect(await newest()).toMatchObject({ action: "session.refuse", reasonCode: "bad_email" });
  });

  test("a database that takes nothing is told of as one, and nothing stays open", async () => {
    as("known", { email: "known@corp.example", name: "Known" });
    await visit.signIn();
    const browser = new Browser(server);
    const back = await visit.goThere(browser);
    const before = await openSessions();
    const end = await withoutRoom(database, () => visit.comeBack(browser, back));
    expect([end.pathname, end.search]).toEqual(["/sign-in", "?error=unavailable"]);
    expect(await openSessions()).toBe(before);
    await expect.poll(() => server.output()).toContain('"msg":"sign-in failed"');
  });

  test("a password sign-in that cannot end what was open opens nothing", async () => {
    const { id, email, password, browser } = await newcomer(server, "technician");
    await withoutRoom(database, async () => {
      const answer = await browser.trySignIn({ email, password });
      expect(answer.status, answer.text).toBe(503);
      expect(new URL(answer.json.url).search).toBe("?error=unavailable");
    });
    expect(await db.userSession.count({ where: { userId: id, endedAt: null } })).toBe(1);
    expect((await browser.get("/api/session")).status).toBe(200);
    expect(await browser.signIn({ email, password })).toBeNull();
    expect(await db.userSession.count({ where: { userId: id, endedAt: null } })).toBe(1);
  });

  test("whoever signs in as another ends the session that the browser held", async () => {
    const { id, browser } = await newcomer(server, "technician");
    as("known", { email: "known@corp.example", name: "Known" });
    const end = await visit.comeBack(browser, await visit.goThere(browser));
    expect(end.pathname).toBe("/audit");
    expect((await browser.get("/api/session")).json.user.email).toBe("known@corp.example");
    expect(await db.userSession.count({ where: { userId: id, endedAt: null } })).toBe(0);
    const ended = { action: "session.end", subjectId: id, actorId: `user:${id}` };
    expect(await db.auditEntry.count({ where: ended })).toBe(1);
  });

  test.each(["nonce", "code_challenge", "state"])(
    "an answer to another %s is on record",
    async (name) => {
      as("known", { email: "known@corp.example", name: "Known" });
      const before = await denied();
      await visit.signIn((url) => {
        url.searchParams.set(name, "A".repeat(43));
      });
      expect(await denied()).toBe(before + 1);
      expect(await newest()).toMatchObject({
        actorId: "anonymous",
        outcome: "denied",
        reasonCode: "unauthenticated",
      });
    },
  );

  test("a code that is used twice is on record, and so is one from nowhere", async () => {
    const browser = new Browser(server);
    const cookies = new Map<string, string>();
    const back = await visit.goThere(browser);
    for (const [name, value] of browser.cookies) {
      cookies.set(name, value);
    }
    await visit.comeBack(browser, back);
    const before = await denied();
    const again = new Browser(server);
    for (const [name, value] of cookies) {
      again.cookies.set(name, value);
    }
    expect((await visit.comeBack(again, back)).search).toContain("error=OAuthCallback");
    await request(server, "GET", "/api/auth/callback/oidc?code=1&state=2");
    expect(await denied()).toBe(before + 2);
  });

  test("nothing that a visitor writes into the way back is logged or shown again", async () => {
    for (const query of [
      `error=${CANARY}&error_description=${CANARY}`,
      `code=${CANARY}&state=${CANARY}&iss=${CANARY}&id_token=${CANARY}&response=${CANARY}`,
    ]) {
      const browser = new Browser(server);
      await visit.goThere(browser);
      const end = await visit.comeBack(
        browser,
        new URL(`/api/auth/callback/oidc?${query}`, server.url),
      );
      expect(end.pathname).toBe("/sign-in");
      expect(end.search).not.toContain(CANARY);
    }
    expect(server.output()).not.toContain(CANARY);
    const kept = (await db.auditEntry.findMany()).map(({ after, reason }) => [after, reason]);
    expect(JSON.stringify(kept)).not.toContain(CANARY);
  });

  test("signing in works all the while", async () => {
    const { email, password } = await newcomer(server, "technician");
    await signedIn(server, { email, password });
  });
});
