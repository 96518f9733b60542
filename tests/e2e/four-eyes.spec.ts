import { type Browser, expect, type Page, test } from "@playwright/test";
import { request } from "../support/api";
import { type RunningServer, startServer } from "../support/server";
import { expectAccessible } from "./support/expect-accessible";

const ADMIN_KEY = "administrator-0123456789-abcdefgh";
const PASSWORD = "seven geese walk to market";
const GATE = /Ask the prescriber for a renewal/;

let server: RunningServer;

test.beforeAll(async () => {
  const env = { ENVIRONMENT: "development", BLADNIR_ADMIN_KEY: ADMIN_KEY, FOUR_EYES: "on" };
  server = await startServer({ env });
});
test.afterAll(async () => {
  await server.stop();
});

/** Somebody in a browser of their own, invited and signed in. */
async function begin(browser: Browser, name: string): Promise<Page> {
  const email = `${name.split(" ")[0]?.toLowerCase()}@pharmacy.example`;
  const person = { email, name, role: "supervisor", site_ids: ["*"] };
  const { json } = await request(server, "POST", "/api/users", person, { "x-api-key": ADMIN_KEY });
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

const gateOn = (page: Page) => page.getByRole("listitem", { name: GATE });
const requestsOn = (page: Page) =>
  page.getByRole("listitem").filter({ hasText: "Open the gate: Ask the prescriber" });

test("one person asks, another approves, and the history names both", async ({ browser }) => {
  const ada = await begin(browser, "Ada Berg");
  const ben = await begin(browser, "Ben Ng");

  await ada.goto(`${server.url}/governance`);
  await gateOn(ada).getByRole("button", { name: "Ask to open" }).click();
  const asking = ada.getByRole("dialog");
  await asking.getByLabel("Kind of reason").selectOption("pilot");
  await asking.getByLabel("Reason", { exact: true }).fill("Pilot in one store");
  await expectAccessible(ada);
  await asking.getByRole("button", { name: "Ask for approval" }).click();
  await expect(requestsOn(ada)).toContainText("Your own request");
  await expect(requestsOn(ada).getByRole("button", { name: "Approve" })).toHaveCount(0);
  await expect(gateOn(ada)).toContainText("Ada Berg asks to open it");

  await ben.goto(`${server.url}/governance`);
  await expect(requestsOn(ben)).toContainText("Ada Berg");
  await expectAccessible(ben);
  await requestsOn(ben).getByRole("button", { name: "Approve" }).click();
  const approving = ben.getByRole("dialog");
  await approving.getByLabel("Reason", { exact: true }).fill("Looked at the pilot's plan");
  await approving.getByRole("button", { name: "Confirm: approve" }).click();
  await expect(gateOn(ben)).toContainText("Ada Berg, approved by Ben Ng");

  await ada.reload();
  await gateOn(ada).getByRole("button", { name: "History" }).click();
  const changes = ada.getByRole("list", { name: "Changes, newest first" });
  await expect(changes.getByRole("listitem").first()).toContainText("Ada Berg, approved by Ben Ng");
  await expectAccessible(ada);
});

test("the case names who opened its gate, and leaves the approval of a proposal to another", async ({
  browser,
}) => {
  const cleo = await begin(browser, "Cleo Ito");
  const dan = await begin(browser, "Dan Roy");
  const key = { "x-api-key": ADMIN_KEY };
  const { json } = await request(server, "POST", "/api/workflows", { name: "Refill" }, key);
  await cleo.goto(`${server.url}/cases/${json.id}`);
  await cleo.getByRole("button", { name: "Propose" }).first().click();
  const mine = cleo.getByLabel("Proposals", { exact: true }).getByRole("article").first();
  await expect(mine).toContainText("Your own proposal; another person approves it.");
  await expect(mine.getByRole("button", { name: "Approve" })).toHaveCount(0);
  await expect(mine.getByRole("button", { name: "Reject" })).toBeVisible();
  await cleo.keyboard.press("a");
  await expectAccessible(cleo);
  await expect(mine.getByRole("alert")).toHaveCount(0);

  const row = cleo.locator("li[id^='gate-']").first();
  const gate = (await row.getAttribute("id"))?.replace("gate-", "") ?? "";
  await row.getByRole("switch").click();
  const asking = cleo.getByRole("dialog");
  await asking.getByLabel("Kind of reason").selectOption("pilot");
  await asking.getByLabel("Reason", { exact: true }).fill("Pilot in one store");
  await asking.getByRole("button", { name: "Open gate" }).click();
  await expect(row).toContainText("Cleo Ito asks to open it");
  const { json: waiting } = await request(
    server,
    "GET",
    "/api/governance/approvals",
    undefined,
    key,
  );
  const asked = waiting.find((one: { subject: { id: string } }) => one.subject.id === gate);
  const approved = await dan.request.post(
    `${server.url}/api/governance/approvals/${asked.id}/decide`,
    { data: { decision: "approve", reason: "Looked" }, headers: { origin: server.url } },
  );
  expect(approved.status(), await approved.text()).toBe(200);
  await dan.goto(`${server.url}/cases/${json.id}`);
  await expect(dan.locator(`[id="gate-${gate}"]`)).toContainText("Cleo Ito, approved by Dan Roy");
  const theirs = dan.getByLabel("Proposals", { exact: true }).getByRole("article").first();
  await expect(theirs.getByRole("button", { name: "Approve" })).toBeVisible();
});
