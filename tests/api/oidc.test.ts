import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { request } from "../support/api";
import { LANES, type RunningServer, startServer } from "../support/server";
import { sqlite, type TestDatabase } from "../support/test-database";
import { Browser } from "./support/browser";
import { type CompanyVisit, companyVisit } from "./support/company-visit";
import { expectProblem } from "./support/expect-answer";
import {
  type IdentityProvider,
  OIDC_CLIENT,
  startIdentityProvider,
} from "./support/identity-provider";
import { KEYS, PRODUCTION } from "./support/keys";
import { invite } from "./support/people";

const asAdmin = { "x-api-key": KEYS.admin };

describe.each(LANES)("signing in with a company account over %s", (lane) => {
  let database: TestDatabase;
  let idp: IdentityProvider;
  let server: RunningServer;
  let visit: CompanyVisit;
  beforeAll(async () => {
    database = await sqlite.create();
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
        OIDC_ROLES: "ct-technicians:technician,ct-pharmacists:pharmacist",
      },
    });
    idp.trust(server.url);
    visit = companyVisit(server, idp);
  });
  afterAll(async () => {
    await server.stop();
    await idp.stop();
    await database.drop();
  });

  const maria = { email: "maria@corp.example", name: "Maria Keller", groups: ["ct-technicians"] };
  const as = (id: string, claims: object) => {
    idp.account = { id, claims };
  };

  test("asks with a code challenge, a state and a nonce", async () => {
    as("1", maria);
    let asked = new URLSearchParams();
    await visit.signIn((url) => {
      asked = new URLSearchParams(url.search);
    });
    expect(asked.get("code_challenge_method")).toBe("S256");
    expect(asked.get("response_type")).toBe("code");
    expect(asked.get("scope")).toBe("openid email profile");
    for (const name of ["code_challenge", "state", "nonce"]) {
      expect(asked.get(name)?.length, name).toBeGreaterThan(20);
    }
  });

  test("makes the account with the first visit, and the person goes on where they were", async () => {
    as("1", maria);
    const { browser, end } = await visit.signIn();
    expect(end.pathname).toBe("/audit");
    const me = (await browser.get("/api/session")).json;
    expect(me).toMatchObject({
      role: "technician",
      user: { email: maria.email, name: maria.name, signs_in_with: "oidc" },
      session: { method: "oidc" },
    });
    const audit = await request(server, "GET", "/api/audit?limit=50", undefined, asAdmin);
    const made = audit.json.entries.filter(
      ({ action }: { action: string }) => action === "user.create",
    );
    expect(made).toHaveLength(1);
    expect(made[0].after).toMatchObject({ email: maria.email, role: "technician" });
  });

  test("takes the highest of the groups, anew with every sign-in", async () => {
    as("1", { ...maria, groups: ["ct-technicians", "ct-pharmacists", "others"] });
    const { browser } = await visit.signIn();
    expect((await browser.get("/api/session")).json.role).toBe("pharmacist");
    as("1", maria);
    await visit.signIn();
    expect((await browser.get("/api/session")).json.role).toBe("technician");
  });

  test.each([
    ["in no mapped group", { ...maria, groups: ["others"] }, "no_role"],
    ["without groups", { email: maria.email, name: maria.name }, "no_role"],
    ["without an address", { name: "X", groups: ["ct-technicians"] }, "no_email"],
  ])("refuses whoever is %s, and says so", async (_, claims, reason) => {
    as(`refused ${reason}`, claims);
    const { browser, end } = await visit.signIn();
    expect([end.pathname, end.searchParams.get("error")]).toEqual(["/sign-in", reason]);
    expectProblem(await browser.get("/api/session"), { status: 401 });
  });

  test("does not take over the account of a person who has the same address", async () => {
    const { id, email } = await invite(server, "admin");
    as("impostor", { ...maria, email });
    const { browser, end } = await visit.signIn();
    expect(end.searchParams.get("error")).toBe("email_taken");
    expectProblem(await browser.get("/api/session"), { status: 401 });
    const user = await request(server, "GET", `/api/users/${id}`, undefined, asAdmin);
    expect(user.json).toMatchObject({ signs_in_with: "password", role: "admin" });
  });

  test("refuses a person who has been disabled here", async () => {
    as("2", { ...maria, email: "two@corp.example" });
    const { browser } = await visit.signIn();
    const { id } = (await browser.get("/api/session")).json.user;
    const body = { status: "disabled" };
    await request(server, "PATCH", `/api/users/${id}`, body, asAdmin);
    expect((await visit.signIn()).end.searchParams.get("error")).toBe("disabled");
    expectProblem(await browser.get("/api/session"), { status: 401 });
  });

  test.each([
    ["a forged nonce", "nonce"],
    ["another's code challenge", "code_challenge"],
    ["a forged state", "state"],
  ])("refuses an answer to %s", async (_, name) => {
    as("1", maria);
    const { browser, end } = await visit.signIn((url) => {
      url.searchParams.set(name, "A".repeat(43));
    });
    expect(end.pathname).toBe("/sign-in");
    expect(end.searchParams.get("error")).toBe("OAuthCallback");
    expectProblem(await browser.get("/api/session"), { status: 401 });
  });

  test("refuses an answer that belongs to another browser, and one that is used twice", async () => {
    as("1", maria);
    const callback = await visit.goThere(new Browser(server));
    const victim = new Browser(server);
    expect((await visit.comeBack(victim, callback)).pathname).toBe("/sign-in");
    expectProblem(await victim.get("/api/session"), { status: 401 });

    const browser = new Browser(server);
    const once = await visit.goThere(browser);
    expect((await visit.comeBack(browser, once)).pathname).toBe("/audit");
    const again = new Browser(server);
    expect((await visit.comeBack(again, once)).pathname).toBe("/sign-in");
  });
});
