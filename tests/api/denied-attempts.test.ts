import { Secret, TOTP } from "otpauth";
import { describe, expect, test } from "vitest";
import { request } from "../support/api";
import { LANES } from "../support/server";
import { sqlite } from "../support/test-database";
import { Browser } from "./support/browser";
import { expectProblem } from "./support/expect-answer";
import { PRODUCTION } from "./support/keys";
import { invite, newcomer } from "./support/people";
import { useDatabaseServer } from "./support/use-database-server";

const EVIL = "https://evil.example";

describe.each(LANES)("an attempt that is denied over %s leaves an entry", (lane) => {
  const server = useDatabaseServer(sqlite, { ...PRODUCTION, JOB_RUNNER: "off" }, lane);

  /** The one entry about a denial that an act leaves. */
  async function denialOf(act: () => Promise<unknown>) {
    const newest = await server.db.auditEntry.findFirst({ orderBy: { id: "desc" } });
    await act();
    const entries = await server.db.auditEntry.findMany({
      where: { id: { gt: newest?.id ?? 0 }, outcome: "denied" },
    });
    expect(entries).toHaveLength(1);
    expect(JSON.stringify(entries, (_, one) => String(one))).not.toContain("hidden-by-the-path");
    return entries[0];
  }
  const stranger = { actorId: "anonymous", action: "access.deny", outcome: "denied" };

  test.each([
    ["a key that is nobody's", { "x-api-key": "nobody-0123456789-abcdefghijklmnop" }],
    ["a key of ours with a typo", { "x-api-key": "ctk_00000000_nobody" }],
    ["a bearer token that is none", { authorization: "Bearer eyJhbGciOiJub25lIn0.e30." }],
    ["nothing", {}],
  ])("with %s, at an endpoint and at a path that does not exist", async (_, headers) => {
    for (const [path, subjectId] of [
      ["/api/rules", "listRules"],
      ["/api/hidden-by-the-path", "unknown"],
    ] as const) {
      const entry = await denialOf(async () => {
        const answer = await request(server, "GET", path, undefined, { ...headers });
        expectProblem(answer, { status: 401 });
      });
      expect(entry).toMatchObject({ ...stranger, subjectId, reasonCode: "unauthenticated" });
    }
  });

  test("by a page of another site, before and after signing in", async () => {
    const { browser } = await newcomer(server, "technician");
    const sent = { cookie: browser.cookieHeader, origin: EVIL, "sec-fetch-site": "cross-site" };
    const post = (path: string) => request(server, "POST", path, { name: "A" }, sent);
    const change = await denialOf(async () => {
      expectProblem(await post("/api/workflows"), { status: 403, detail: "another site" });
    });
    expect(change).toMatchObject({ subjectId: "createWorkflow", reasonCode: "forbidden" });
    const signOut = await denialOf(async () => {
      expectProblem(await post("/api/auth/signout"), { status: 403, detail: "another site" });
    });
    expect(signOut).toMatchObject({ ...stranger, subjectId: "signIn", reasonCode: "forbidden" });
  });

  test("with the right password alone, where a code is needed", async () => {
    const { id, browser, email, password } = await newcomer(server, "pharmacist");
    const { secret } = (await browser.post("/api/session/totp", { password })).json;
    const totp = new TOTP({ secret: Secret.fromBase32(secret) });
    await browser.post("/api/session/totp/confirm", { code: totp.generate() });
    const entry = await denialOf(async () => {
      expect(await new Browser(server).signIn({ email, password })).toBe("code_needed");
    });
    const refused = { action: "session.refuse", subjectId: id, actorId: "anonymous" };
    expect(entry).toMatchObject({ ...refused, reasonCode: "code_needed" });
  });

  test("by whoever has tried too often, once", async () => {
    const { email } = await invite(server, "technician");
    const guess = (i: number) =>
      new Browser(server).signIn({ email, password: `guess ${i} guess guess` });
    for (let i = 0; i < 10; i += 1) {
      expect(await guess(i)).toBe("wrong_password");
    }
    const entry = await denialOf(async () => {
      expect(await guess(10)).toBe("too_many_requests");
      expect(await guess(11)).toBe("too_many_requests");
    });
    const limited = { ...stranger, subjectId: "signIn", reasonCode: "too_many_requests" };
    expect(entry).toMatchObject(limited);
    expect(entry?.after).toMatchObject({ more_of: "caller" });
  });
});
