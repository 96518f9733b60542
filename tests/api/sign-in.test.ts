import { Secret, TOTP } from "otpauth";
import { describe, expect, test } from "vitest";
import { request } from "../support/api";
import { LANES } from "../support/server";
import { sqlite } from "../support/test-database";
import { Browser, signedIn } from "./support/browser";
import { expectProblem } from "./support/expect-answer";
import { KEYS, PRODUCTION } from "./support/keys";
import { ADMIN, FIRST_ADMIN, invite, newcomer, OWN_PASSWORD } from "./support/people";
import { useDatabaseServer } from "./support/use-database-server";

const asAdmin = { "x-api-key": KEYS.admin };

describe.each(LANES)("signing in over %s", (lane) => {
  const server = useDatabaseServer(sqlite, { ...PRODUCTION, ...FIRST_ADMIN }, lane);

  test("the first administrator signs in, and does nothing before choosing a password", async () => {
    const browser = await signedIn(server, ADMIN);
    const me = await browser.get("/api/session");
    expect(me.json).toMatchObject({
      role: "admin",
      tenant_id: "default",
      site_ids: ["*"],
      user: { email: ADMIN.email, must_change_password: true },
      session: { method: "password", idle_minutes: 15 },
    });
    const refused = await browser.get("/api/workflows");
    expectProblem(refused, { status: 403, code: "forbidden", detail: "/api/session/password" });
    expectProblem(await browser.post("/api/workflows", { name: "A" }), { status: 403 });
    const page = await browser.get("/dashboard");
    expect(page.headers.get("location") ?? page.text).toContain("/settings/password");
    const change = { current: ADMIN.password, new: OWN_PASSWORD };
    expect((await browser.post("/api/session/password", change)).status).toBe(200);
    expect((await browser.get("/api/workflows")).status).toBe(200);
    expect(await new Browser(server).signIn(ADMIN)).toBe("wrong_password");
  });

  test("the cookie holds no name, no role and no key, and no page can read it", async () => {
    const { browser } = await newcomer(server, "technician");
    const line = browser.setCookies.findLast((one) => /session-token=[^;]/.test(one)) ?? "";
    expect(line).toMatch(/^next-auth\.session-token=/);
    expect(line).toMatch(/; HttpOnly/i);
    expect(line).toMatch(/; SameSite=Lax/i);
    expect(line).toMatch(/; Path=\//i);
    expect(line).not.toMatch(/; Domain=/i);
    expect(line).not.toContain("technician");
  });

  test.each([
    ["a wrong password", (email: string) => ({ email, password: "not the right password" })],
    ["an unknown address", () => ({ email: "nobody@pharmacy.example", password: OWN_PASSWORD })],
    ["nothing", () => ({ email: "", password: "" })],
    ["a key", (email: string) => ({ email, password: KEYS.admin })],
    ["text longer than any password", (email: string) => ({ email, password: "x".repeat(5000) })],
  ])("is refused with %s", async (_, given) => {
    const { email } = await invite(server, "technician");
    const browser = new Browser(server);
    expect(await browser.signIn(given(email))).toBe("wrong_password");
    expectProblem(await browser.get("/api/session"), { status: 401 });
  });

  test("a refusal is in the audit trail, without what was typed", async () => {
    const { id, email } = await invite(server, "technician");
    await new Browser(server).signIn({ email, password: "hunter2 hunter2 hunter2" });
    const audit = await request(server, "GET", "/api/audit?limit=10", undefined, asAdmin);
    const entry = audit.json.entries.find(
      (one: { action: string; subject: { id: string } }) =>
        one.action === "session.refuse" && one.subject.id === id,
    );
    expect(entry).toMatchObject({ actor: { kind: "system", id: "anonymous" } });
    expect(audit.text).not.toContain("hunter2");
  });

  test("an address is the same in capitals", async () => {
    const { email, password } = await invite(server, "technician");
    await signedIn(server, { email: ` ${email.toUpperCase()} `, password });
  });

  test("a key signs nobody in any more", async () => {
    const browser = new Browser(server);
    const { csrfToken } = (await browser.get("/api/auth/csrf")).json;
    const form = new URLSearchParams({ csrfToken, apiKey: KEYS.admin, json: "true" });
    await browser.send("POST", "/api/auth/callback/api-key", form);
    expectProblem(await browser.get("/api/session"), { status: 401 });
  });

  test("with an authenticator app a code is asked for, and works once", async () => {
    const { browser, email, password } = await newcomer(server, "pharmacist");
    const { secret } = (await browser.post("/api/session/totp", { password })).json;
    const totp = new TOTP({ secret: Secret.fromBase32(secret) });
    // Confirmed with the step before, so that the present one is still good for signing in.
    const earlier = totp.generate({ timestamp: Date.now() - 30_000 });
    const wrong = await browser.post("/api/session/totp/confirm", { code: "000000" });
    expectProblem(wrong, { status: 422, errors: ["body.code wrong_code"] });
    const confirmed = await browser.post("/api/session/totp/confirm", { code: earlier });
    expect(confirmed.status, confirmed.text).toBe(200);

    const other = new Browser(server);
    expect(await other.signIn({ email, password })).toBe("code_needed");
    expect(await other.signIn({ email, password, code: earlier })).toBe("wrong_code");
    expect(await other.signIn({ email, password: "wrong", code: totp.generate() })).toBe(
      "wrong_password",
    );
    const code = totp.generate();
    expect(await other.signIn({ email, password, code })).toBeNull();
    expect((await other.get("/api/session")).json.user.has_second_factor).toBe(true);
    expect(await new Browser(server).signIn({ email, password, code })).toBe("wrong_code");
  });

  test("a short password is for people with an app, who cannot switch it off then", async () => {
    const { browser, password } = await newcomer(server, "technician");
    const short = { current: password, new: "walk7gee" };
    expectProblem(await browser.post("/api/session/password", short), {
      status: 422,
      errors: ["body.new too_short"],
    });
    const { secret } = (await browser.post("/api/session/totp", { password })).json;
    const totp = new TOTP({ secret: Secret.fromBase32(secret) });
    const codeOf = (steps: number) => totp.generate({ timestamp: Date.now() + steps * 30_000 });
    await browser.post("/api/session/totp/confirm", { code: codeOf(-1) });
    expect((await browser.post("/api/session/password", short)).status).toBe(200);
    const remove = { password: short.new, code: codeOf(0) };
    expectProblem(await browser.post("/api/session/totp/remove", remove), {
      status: 409,
      detail: "change it to a longer one first",
    });
    await browser.post("/api/session/password", { current: short.new, new: OWN_PASSWORD });
    const again = { password: OWN_PASSWORD, code: codeOf(0) };
    const removed = await browser.post("/api/session/totp/remove", again);
    expect(removed.status, removed.text).toBe(200);
  });

  test("whoever guesses is made to wait, even with the right password", async () => {
    const { email, password } = await invite(server, "technician");
    const browser = new Browser(server);
    const outcomes: (string | null)[] = [];
    for (let i = 0; i < 12; i += 1) {
      outcomes.push(await browser.signIn({ email, password: `wrong ${i} wrong wrong` }));
    }
    outcomes.push(await browser.signIn({ email, password }));
    expect(outcomes.at(-1)).toBe("too_many_requests");
  });

  test("the library's other doors are shut", async () => {
    const browser = new Browser(server);
    expect((await browser.get("/api/auth/session")).status).toBe(401);
    expect((await browser.post("/api/auth/_log", { level: "error" })).status).toBe(401);
  });
});
