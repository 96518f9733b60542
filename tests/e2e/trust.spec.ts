import { type Browser, expect, type Locator, type Page, test } from "@playwright/test";
import { request } from "../support/api";
import { type RunningServer, startServer } from "../support/server";
import { expectAccessible } from "./support/expect-accessible";

const ADMIN_KEY = "administrator-0123456789-abcdefgh";
const TILL_KEY = "till-of-store-7-0123456789-abcdefgh";
const PASSWORD = "seven geese walk to market";
/** More clean decisions than the certificate of a fully reversible action asks for. */
const ENOUGH = 90;
const SCOPE = { site_id: "store-7", queue: "data_entry", action_type: "complete_task" };

type Headers = Record<string, string>;

async function report(server: RunningServer, path: string, body: object, headers?: Headers) {
  const told = { scope: SCOPE, ...body };
  const answer = await request(server, "POST", `/api/ame/${path}`, told, headers);
  expect(answer.status, answer.text).toBeLessThan(300);
  return answer.json;
}

/** One proposes and another one approves, until the evidence bears autonomy. @returns the scope's id */
async function earn(server: RunningServer, proposer?: Headers, judge?: Headers): Promise<number> {
  for (let i = 0; i < ENOUGH; i += 1) {
    await report(server, "proposal", { proposal_id: `earned-${i}` }, proposer);
    await report(server, "decision", { proposal_id: `earned-${i}`, decision: "approve" }, judge);
  }
  const { json } = await request(server, "GET", "/api/ame/scopes", undefined, judge);
  return json[0].id;
}

/** What automation does by itself, drawn for an audit. */
async function actAlone(server: RunningServer, proposal_id: string): Promise<number> {
  await report(server, "proposal", { proposal_id });
  const { execution_id, audited } = await report(server, "execute", { proposal_id });
  expect(audited).toBe(true);
  return execution_id;
}

/** Walks on with the Tab key alone until something has the focus. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let steps = 0; steps < 60; steps += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) {
      return;
    }
    await page.keyboard.press("Tab");
  }
  await expect(target).toBeFocused();
}

test.describe("a scope that has earned its certificate", () => {
  let server: RunningServer;
  let scopeId = 0;

  test.beforeAll(async () => {
    server = await startServer();
    scopeId = await earn(server);
  });
  test.afterAll(() => server.stop());

  test("is opened from the trust page by keyboard, and tells in three sentences how it stands", async ({
    page,
  }) => {
    await page.goto(`${server.url}/ame/dashboard`);
    await page.waitForLoadState("networkidle");
    const scopes = page.getByRole("table", { name: /Trust scopes/ });
    await tabTo(page, scopes.getByRole("link", { name: "Complete task" }));
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(`${server.url}/ame/scopes/${scopeId}`);
    await expect(page.getByRole("heading", { name: "Complete task", level: 1 })).toBeVisible();
    const sentence = (label: string) =>
      page.getByRole("term").filter({ hasText: label }).locator("xpath=following-sibling::dd");
    await expect(sentence("Why it is here")).toContainText(
      /It stands at guarded auto. It came there by this: trust 0\.\d+, the certificate: evidence \d+/,
    );
    await expect(sentence("What is missing")).toContainText(
      "The law lets it go no further than guarded auto there, whatever it earns.",
    );
    await expect(sentence("What would bring it down")).toContainText(
      "Now 100 % of its actions are checked.",
    );
    await expect(page.getByText("Promoted").first()).toBeVisible();
    await expectAccessible(page);
  });

  test("has its actions checked: one is right, one is wrong with a reason, and both are gone", async ({
    page,
  }) => {
    const [right, wrong] = [await actAlone(server, "alone-1"), await actAlone(server, "alone-2")];
    await page.goto(`${server.url}/ame/dashboard`);
    await page.waitForLoadState("networkidle");
    await tabTo(page, page.getByRole("link", { name: "To check" }));
    await page.keyboard.press("Enter");
    const table = page.getByRole("table", { name: /Actions to check/ });
    await expect(table.getByRole("row")).toHaveCount(3);
    await expect(table).toContainText("100 %");
    await expectAccessible(page);

    await tabTo(
      page,
      page.getByRole("button", { name: `It was right: Complete task, execution ${right}` }),
    );
    await page.keyboard.press("Enter");
    await expect(table.getByRole("row")).toHaveCount(2);

    await tabTo(
      page,
      page.getByRole("button", { name: `It was wrong: Complete task, execution ${wrong}` }),
    );
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog", { name: "It was wrong" });
    const reason = dialog.getByLabel("Reason", { exact: true });
    await tabTo(page, dialog.getByRole("button", { name: "Record as wrong" }));
    await page.keyboard.press("Enter");
    await expect(dialog).toContainText("Say why in a few words");
    await tabTo(page, reason);
    await page.keyboard.type("The other task was meant");
    await expectAccessible(page);
    await tabTo(page, dialog.getByRole("button", { name: "Record as wrong" }));
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { name: "Nothing to check" })).toBeVisible();

    const { json } = await request(server, "GET", `/api/ame/scopes/${scopeId}/certificate`);
    expect(json).toMatchObject({
      evidence: { counted: { own_action: 2, audit: 2 } },
      alarm: { scrutiny_left: 25 },
      audits: { pending: 0 },
    });
    const trail = await request(server, "GET", "/api/audit?action=trust.audit");
    expect(trail.json.entries[0]).toMatchObject({ reason: "The other task was meant" });
  });
});

test.describe("with four eyes", () => {
  let server: RunningServer;
  let scopeId = 0;
  const admin = { "x-api-key": ADMIN_KEY };

  test.beforeAll(async () => {
    server = await startServer({
      env: {
        ENVIRONMENT: "development",
        BLADNIR_ADMIN_KEY: ADMIN_KEY,
        BLADNIR_KEY_TILL: `${TILL_KEY}:technician`,
        FOUR_EYES: "on",
      },
    });
    scopeId = await earn(server, { "x-api-key": TILL_KEY }, admin);
  });
  test.afterAll(() => server.stop());

  /** Somebody in a browser of their own, invited and signed in. */
  async function begin(browser: Browser, name: string, role: string): Promise<Page> {
    const email = `${name.split(" ")[0]?.toLowerCase()}@pharmacy.example`;
    const person = { email, name, role, site_ids: ["*"] };
    const { json } = await request(server, "POST", "/api/users", person, admin);
    const page = await (await browser.newContext()).newPage();
    await page.goto(`${server.url}/sign-in`);
    await page.getByLabel("E-mail address").fill(email);
    await page.getByLabel("Password", { exact: true }).fill(json.initial_password);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.getByLabel("Current password").fill(json.initial_password);
    await page.getByLabel("New password").fill(PASSWORD);
    await page.getByRole("button", { name: "Change password" }).click();
    await expect(page).toHaveURL(/\/dashboard$/);
    return page;
  }

  test("a supervisor asks for the next stage, it waits, and another person lets it go on", async ({
    browser,
  }) => {
    const ada = await begin(browser, "Ada Berg", "supervisor");
    await ada.goto(`${server.url}/ame/scopes/${scopeId}`);
    await expect(ada.getByText("once one person asks for it and another approves")).toBeVisible();
    await ada.getByRole("button", { name: "Ask for guarded auto" }).click();
    const asking = ada.getByRole("dialog", { name: "Ask for the next stage" });
    await asking.getByLabel("Kind of reason").selectOption("pilot");
    await asking.getByLabel("Reason", { exact: true }).fill("Ninety clean decisions");
    await expectAccessible(ada);
    await asking.getByRole("button", { name: "Ask for approval" }).click();
    await expect(
      ada.getByRole("status").filter({ hasText: "another person approves it" }),
    ).toBeVisible();
    await expect(ada.getByRole("button", { name: "Ask for guarded auto" })).toHaveCount(0);
    await expectAccessible(ada);

    const ben = await begin(browser, "Ben Ng", "supervisor");
    await ben.goto(`${server.url}/governance`);
    const waiting = ben.getByRole("listitem").filter({ hasText: "Ninety clean decisions" });
    await waiting.getByRole("button", { name: "Approve" }).click();
    const approving = ben.getByRole("dialog");
    await approving.getByLabel("Reason", { exact: true }).fill("Looked at the certificate");
    await approving.getByRole("button", { name: "Confirm: approve" }).click();
    await expect(waiting).toHaveCount(0);

    await ada.reload();
    await expect(ada.getByText("It stands at guarded auto")).toBeVisible();
    await expect(ada.getByText("By Ben Ng, asked for by Ada Berg")).toBeVisible();
  });

  test("a technician is told politely who checks what automation did", async ({ browser }) => {
    const tom = await begin(browser, "Tom Oak", "technician");
    await tom.goto(`${server.url}/ame/dashboard`);
    await expect(tom.getByRole("link", { name: "To check" })).toHaveCount(0);
    await tom.goto(`${server.url}/ame/audits`);
    await expect(
      tom.getByRole("heading", { name: "Your role may not check what automation did" }),
    ).toBeVisible();
    await expect(tom.getByText("Ask a supervisor.")).toBeVisible();
    await expectAccessible(tom);
  });
});
