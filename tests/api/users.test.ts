import { describe, expect, test } from "vitest";
import {
  inviteUserContract,
  resetPasswordContract,
  updateUserContract,
} from "@/lib/contracts/access-users";
import { type ApiMethod, request } from "../support/api";
import { LANES } from "../support/server";
import { sqlite } from "../support/test-database";
import { Browser, signedIn } from "./support/browser";
import { expectProblem, expectSuccess } from "./support/expect-answer";
import { KEYS, PRODUCTION } from "./support/keys";
import { invite, newcomer } from "./support/people";
import { useDatabaseServer } from "./support/use-database-server";

const asAdmin = { "x-api-key": KEYS.admin };

describe.each(LANES)("people over %s", (lane) => {
  const server = useDatabaseServer(sqlite, PRODUCTION, lane);
  const call = (method: ApiMethod, path: string, body?: unknown) =>
    request(server, method, path, body, asAdmin);

  test("are invited with a first password that is shown once and recorded nowhere", async () => {
    const body = { email: "Zoe@Pharmacy.Example", name: "Zoe", role: "pharmacist" };
    const made = expectSuccess(await call("POST", "/api/users", body), inviteUserContract);
    expect(made).toMatchObject({
      email: "zoe@pharmacy.example",
      site_ids: ["*"],
      status: "active",
      must_change_password: true,
      created_by: "api_key:admin",
    });
    const read = await call("GET", `/api/users/${made.id}`);
    expect(read.text).not.toContain("initial_password");
    const audit = await call("GET", "/api/audit?limit=5");
    expect(audit.text).not.toContain(made.initial_password);
    expect(audit.json.entries[0]).toMatchObject({
      action: "user.invite",
      subject: { type: "user", id: made.id },
      after: { role: "pharmacist", email: "zoe@pharmacy.example" },
    });
    expectProblem(await call("POST", "/api/users", body), { status: 409, detail: "already" });
  });

  test("are invited once by a request that is sent twice", async () => {
    const body = { email: "twice@pharmacy.example", name: "Twice", role: "technician" };
    const headers = { ...asAdmin, "idempotency-key": "invite-twice" };
    const first = await request(server, "POST", "/api/users", body, headers);
    const again = await request(server, "POST", "/api/users", body, headers);
    expect([first.status, again.json]).toEqual([201, first.json]);
  });

  test.each([
    [{ email: "no address", name: "A", role: "admin" }, ["body.email value_error"]],
    [{ email: "a@b.example", name: " ", role: "admin" }, ["body.name string_too_short"]],
    [{ email: "a@b.example", name: "A", role: "root" }, ["body.role enum"]],
    [{ email: "a@b.example", name: "A", role: "admin", site_ids: [] }, undefined],
  ])("are not invited as %j", async (body, errors) => {
    const answer = await call("POST", "/api/users", body);
    expect(answer.status).toBe(422);
    expect(errors === undefined || answer.json.errors.length === 1).toBe(true);
  });

  test("are listed page by page, newest first", async () => {
    for (let i = 0; i < 3; i += 1) {
      await invite(server, "technician");
    }
    const one = await call("GET", "/api/users?limit=2");
    expect(one.json.users).toHaveLength(2);
    expect(one.json.next_cursor).not.toBeNull();
    const next = await call("GET", `/api/users?limit=2&cursor=${one.json.next_cursor}`);
    const ids = [...one.json.users, ...next.json.users].map(({ id }: { id: string }) => id);
    expect(new Set(ids).size).toBe(4);
    expectProblem(await call("GET", "/api/users?cursor=WzVd"), { status: 422 });
  });

  test("change names, roles and sites, each with what was before", async () => {
    const { id } = await invite(server, "technician");
    const body = { name: "Renamed", role: "supervisor", site_ids: ["store-1", "store-2"] };
    const changed = await call("PATCH", `/api/users/${id}`, body);
    expect(expectSuccess(changed, updateUserContract)).toMatchObject(body);
    const { entries } = (await call("GET", "/api/audit?limit=1")).json;
    expect(entries[0]).toMatchObject({
      action: "user.update",
      before: { role: "technician", site_ids: ["*"] },
      after: { role: "supervisor", site_ids: ["store-1", "store-2"] },
    });
    expectProblem(await call("PATCH", "/api/users/nobody", { name: "A" }), { status: 404 });
  });

  test("with as many stores as an account holds see their cases, and get a key for all", async () => {
    const { id, browser, password } = await newcomer(server, "technician");
    const site_ids = Array.from({ length: 500 }, (_, i) => `store-${i}`.padEnd(100, "x"));
    expect((await call("PATCH", `/api/users/${id}`, { site_ids })).status).toBe(200);
    const body = { name: "My tool", role: "read_only", site_ids, password };
    const made = await browser.post("/api/keys/own", body);
    expect([made.status, made.json.site_ids], made.text).toEqual([201, site_ids]);
    const [site_id] = site_ids;
    const name = "Far away";
    expect((await browser.post("/api/workflows", { name, site_id })).status).toBe(201);
    const cases = await request(server, "GET", "/api/workflows", undefined, {
      "x-api-key": made.json.key,
    });
    expect(cases.json.map((one: { name: string }) => one.name)).toEqual([name]);
    const more = { site_ids: [...site_ids, "one-more"] };
    expectProblem(await call("PATCH", `/api/users/${id}`, more), { status: 422 });
  });

  test("nobody gives themselves more, or less, and the last administrator stays", async () => {
    const { id, browser } = await newcomer(server, "admin");
    const own = (body: object) => browser.send("PATCH", `/api/users/${id}`, body);
    for (const body of [{ role: "technician" }, { status: "disabled" }, { site_ids: ["a"] }]) {
      expectProblem(await own(body), { status: 409, detail: "ask another administrator" });
    }
    expect((await own({ name: "Ada" })).status).toBe(200);
    for (const body of [{ role: "technician" }, { status: "disabled" }]) {
      const answer = await call("PATCH", `/api/users/${id}`, body);
      expectProblem(answer, { status: 409, detail: "the last active administrator" });
    }
    const other = await newcomer(server, "admin");
    expect(
      (await other.browser.send("PATCH", `/api/users/${id}`, { role: "technician" })).status,
    ).toBe(200);
  });

  test("an administrator of some sites gives away no others", async () => {
    const { id, browser } = await newcomer(server, "admin");
    await newcomer(server, "admin");
    await call("PATCH", `/api/users/${id}`, { site_ids: ["store-1"] });
    const body = { email: "far@pharmacy.example", name: "Far", role: "technician" };
    const everywhere = await browser.post("/api/users", { ...body, site_ids: ["*"] });
    expectProblem(everywhere, { status: 403, detail: "store-1" });
    const beyond = await browser.post("/api/users", { ...body, site_ids: ["store-2"] });
    expectProblem(beyond, { status: 403 });
    expect((await browser.post("/api/users", { ...body, site_ids: ["store-1"] })).status).toBe(201);
    const other = await invite(server, "technician");
    for (const path of ["reset-password", "end-sessions"]) {
      expectProblem(await browser.post(`/api/users/${other.id}/${path}`), { status: 403 });
    }
  });

  test("get a new first password, which ends what was open", async () => {
    const { id, email, browser } = await newcomer(server, "technician");
    const answer = await call("POST", `/api/users/${id}/reset-password`, {});
    const { initial_password } = expectSuccess(answer, resetPasswordContract);
    expectProblem(await browser.get("/api/session"), { status: 401 });
    const again = await signedIn(server, { email, password: initial_password });
    expectProblem(await again.get("/api/workflows"), { status: 403 });
    const same = { current: initial_password, new: initial_password };
    expectProblem(await again.post("/api/session/password", same), { status: 422 });
  });

  test("have an account of their own, and machines have none", async () => {
    const { id, email, browser } = await newcomer(server, "technician");
    const me = (await browser.get("/api/session")).json;
    expect(me.user).toMatchObject({ id, email, signs_in_with: "password" });
    expect(me.permissions).toContain("cases:write");
    expect(me.permissions).not.toContain("users:manage");
    expectProblem(await browser.get("/api/users"), { status: 403 });
    const machine = (await call("GET", "/api/session")).json;
    expect(machine).toMatchObject({ actor: { kind: "api_key" }, user: null, session: null });
    expectProblem(await call("POST", "/api/session/activity"), { status: 409 });
    expectProblem(await new Browser(server).get("/api/session"), { status: 401 });
  });
});
