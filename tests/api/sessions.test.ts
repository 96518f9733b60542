import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { request } from "../support/api";
import { availableDatabases, sqlite } from "../support/test-database";
import { signedIn } from "./support/browser";
import { expectProblem } from "./support/expect-answer";
import { KEYS, PRODUCTION } from "./support/keys";
import { newcomer } from "./support/people";
import { useDatabaseServer, useTwoServers } from "./support/use-database-server";

const asAdmin = { "x-api-key": KEYS.admin };

describe.each(await availableDatabases())("a session on $provider", (available) => {
  const { here, there } = useTwoServers(available, PRODUCTION);

  const change = (id: string, body: object) =>
    request(here, "PATCH", `/api/users/${id}`, body, asAdmin);
  const moveBack = (userId: string, column: "lastActiveAt" | "expiresAt", minutes: number) =>
    here.db.userSession.updateMany({
      where: { userId },
      data: { [column]: new Date(Date.now() - minutes * 60_000) },
    });

  test("counts at every process, and a new role with the next request", async () => {
    const { id, browser } = await newcomer(here, "technician");
    const elsewhere = browser.at(there);
    expect((await elsewhere.post("/api/workflows", { name: "A" })).status).toBe(201);
    expect((await change(id, { role: "read_only" })).status).toBe(200);
    const refused = await elsewhere.post("/api/workflows", { name: "A" });
    expectProblem(refused, { status: 403, detail: "you are read_only" });
    expect((await change(id, { role: "supervisor" })).status).toBe(200);
    expect((await elsewhere.get("/api/audit")).status).toBe(200);
  });

  test("is over with the next request once its person is disabled, and stays so", async () => {
    const { id, browser, email, password } = await newcomer(here, "technician");
    const elsewhere = browser.at(there);
    expect((await elsewhere.get("/api/workflows")).status).toBe(200);
    await change(id, { status: "disabled" });
    expectProblem(await elsewhere.get("/api/workflows"), { status: 401 });
    const page = await elsewhere.get("/dashboard");
    expect(page.headers.get("location") ?? page.text).toContain("/sign-in");
    await change(id, { status: "active" });
    expectProblem(await elsewhere.get("/api/workflows"), { status: 401 });
    await signedIn(there, { email, password });
  });

  test("is over once somebody has signed the person out everywhere", async () => {
    const { id, browser } = await newcomer(here, "technician");
    const path = `/api/users/${id}/end-sessions`;
    const ended = await request(here, "POST", path, undefined, asAdmin);
    expect(ended.json).toEqual({ ended: 1 });
    expectProblem(await browser.at(there).get("/api/session"), { status: 401 });
  });

  test("ends with its sign-out, though somebody has kept the cookie", async () => {
    const { browser } = await newcomer(here, "technician");
    const kept = browser.at(there);
    await browser.signOut();
    expect([...browser.cookies.keys()].some((name) => name.includes("session-token"))).toBe(false);
    expectProblem(await kept.get("/api/session"), { status: 401 });
  });

  test("ends elsewhere with a new password, and when the person says so", async () => {
    const { browser, email, password } = await newcomer(here, "technician");
    const other = await signedIn(there, { email, password });
    const third = await signedIn(there, { email, password });
    expect((await other.post("/api/session/end-all")).json).toEqual({ ended: 2 });
    expectProblem(await browser.get("/api/session"), { status: 401 });
    expectProblem(await third.get("/api/session"), { status: 401 });
    const fourth = await signedIn(here, { email, password });
    await other.post("/api/session/password", { current: password, new: `${password} again` });
    expectProblem(await fourth.get("/api/session"), { status: 401 });
    expect((await other.get("/api/session")).status).toBe(200);
  });

  test("is over without a sign of the person, which polling is not", async () => {
    const { id, browser } = await newcomer(here, "technician");
    await moveBack(id, "lastActiveAt", 14);
    const before = (await browser.get("/api/session")).json.session.idle_expires_at;
    await browser.get("/api/dashboard/board");
    expect((await browser.get("/api/session")).json.session.idle_expires_at).toBe(before);
    const kept = await browser.at(there).post("/api/session/activity");
    expect(kept.status, kept.text).toBe(200);
    expect(Date.parse(kept.json.idle_expires_at)).toBeGreaterThan(Date.parse(before));
    await moveBack(id, "lastActiveAt", 16);
    expectProblem(await browser.post("/api/session/activity"), { status: 401 });
    expectProblem(await browser.at(there).get("/api/session"), { status: 401 });
  });

  test("is over after its hours, however busy the person", async () => {
    const { id, browser } = await newcomer(here, "technician");
    await moveBack(id, "expiresAt", 0);
    expectProblem(await browser.post("/api/session/activity"), { status: 401 });
  });

  test("takes its open event stream along", async () => {
    const { browser } = await newcomer(here, "technician");
    const stream = await fetch(`${there.url}/api/events/stream`, {
      headers: { cookie: browser.cookieHeader },
      signal: AbortSignal.timeout(40_000),
    });
    expect(stream.status).toBe(200);
    const reader = (stream.body as ReadableStream<Uint8Array>).getReader();
    await reader.read();
    await browser.signOut();
    const endsBefore = Date.now() + 30_000;
    let isDone = false;
    while (!isDone && Date.now() < endsBefore) {
      isDone = (await Promise.race([reader.read(), sleep(31_000, { done: false })])).done === true;
    }
    expect(isDone).toBe(true);
  });

  test("is recorded, from its start to its end", async () => {
    const { id, browser } = await newcomer(here, "technician");
    await browser.signOut();
    const { json } = await request(here, "GET", "/api/audit?limit=50", undefined, asAdmin);
    const own = json.entries.filter(
      ({ subject }: { subject: { id: string } }) => subject.id === id,
    );
    const actions = own.map(({ action }: { action: string }) => action);
    expect(actions).toEqual([
      "session.end",
      "user.change_password",
      "session.start",
      "user.invite",
    ]);
    expect(own[0].actor).toEqual({ kind: "user", id: `user:${id}`, role: "technician" });
  });
});

describe("over https", () => {
  const server = useDatabaseServer(sqlite, {
    ...PRODUCTION,
    NEXTAUTH_URL: "https://tower.example",
  });

  test("cookies belong to this host alone and travel encrypted", async () => {
    const { browser } = await newcomer(server, "technician");
    const own = browser.setCookies.filter((line) => line.includes("next-auth"));
    expect(own.length).toBeGreaterThan(2);
    for (const line of own) {
      expect(line).toMatch(/^__Host-next-auth\./);
      expect(line).toMatch(/; Secure/i);
      expect(line).toMatch(/; HttpOnly/i);
      expect(line).toMatch(/; Path=\/(?:;|$)/i);
      expect(line).toMatch(/; SameSite=Lax/i);
      expect(line).not.toMatch(/; Domain/i);
    }
  });

  test("the plain name counts for nothing", async () => {
    const { browser } = await newcomer(server, "technician");
    const token = browser.cookies.get("__Host-next-auth.session-token") ?? "";
    for (const name of ["next-auth.session-token", "__Secure-next-auth.session-token"]) {
      const headers = { cookie: `${name}=${token}` };
      const answer = await request(server, "GET", "/api/session", undefined, headers);
      expectProblem(answer, { status: 401 });
    }
  });
});
