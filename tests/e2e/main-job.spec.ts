import { expect, type Page, test } from "@playwright/test";
import { type RunningServer, startServer } from "../support/server";

let server: RunningServer;

test.beforeAll(async () => {
  server = await startServer();
});
test.afterAll(async () => {
  await server.stop();
});

const proposals = (page: Page) => page.getByLabel("Proposals", { exact: true });
const timeline = (page: Page) => page.getByRole("list", { name: "Timeline" });

test("a supervisor proposes, rejects, approves, is refused by a gate, opens it, runs and rolls back", async ({
  page,
}) => {
  await page.goto(server.url);
  await expect(page).toHaveURL(/\/dashboard$/);

  // the tower, and in it a case that waits in inbound comms
  const column = page.getByRole("region", { name: "Inbound comms" });
  await column.getByRole("link").first().click();
  await expect(page).toHaveURL(/\/cases\/\d+/);
  await expect(page.getByTestId("case-queue")).toHaveText(/Inbound comms/);

  // two proposals: one is rejected with a reason, one approved
  const suggestions = page.getByRole("button", { name: "Propose" });
  await suggestions.first().click();
  await expect(proposals(page).getByRole("article")).toHaveCount(1);
  await suggestions.first().click();
  await expect(proposals(page).getByRole("article")).toHaveCount(2);

  const toComplete = proposals(page).getByRole("article", { name: /Complete/ });
  await toComplete.getByRole("button", { name: "Reject" }).click();
  await page.getByRole("button", { name: "Confirm rejection" }).click();
  await expect(page.getByText("Say why in a few words")).toBeVisible();
  await page.getByLabel("Kind of reason").selectOption("more_information");
  await page.getByLabel("Reason", { exact: true }).fill("The phone number has not been checked");
  await page.getByRole("button", { name: "Confirm rejection" }).click();
  await expect(toComplete).toContainText("Rejected");
  await expect(timeline(page)).toContainText("The phone number has not been checked");

  const toMove = proposals(page).getByRole("article", { name: /Move to data entry/ });
  await toMove.getByRole("button", { name: "Approve" }).click();
  await expect(toMove.getByRole("button", { name: "Run it" })).toBeVisible();

  // the gate is closed, so nothing runs
  await expect(toMove.getByRole("button", { name: "Run it" })).toBeDisabled();
  await expect(toMove).toContainText("The gate is closed");
  await expect(page.getByTestId("case-queue")).toHaveText(/Inbound comms/);

  // the gate is opened, and now it runs
  await page.getByRole("switch", { name: /data entry/ }).click();
  await page.getByLabel("Kind of reason").selectOption("pilot");
  await page.getByLabel("Reason", { exact: true }).fill("Pilot in one store");
  await page.getByRole("dialog").getByRole("button", { name: /open/i }).click();
  await expect(page.getByRole("switch", { name: /data entry/ })).toBeChecked();
  await toMove.getByRole("button", { name: "Run it" }).click();
  await expect(page.getByTestId("case-queue")).toHaveText(/Data entry/);
  await expect(timeline(page)).toContainText("Executed: Move to data entry");

  // it is undone, and the case is back where it was
  await toMove.getByRole("button", { name: "Roll back" }).click();
  await page.getByLabel("Kind of reason").selectOption("wrong_action");
  await page.getByLabel("Reason", { exact: true }).fill("Wrong prescription");
  await page.getByRole("button", { name: "Confirm rollback" }).click();
  await expect(page.getByTestId("case-queue")).toHaveText(/Inbound comms/);
  await expect(timeline(page)).toContainText("Rolled back: Move to data entry");

  // and all of it stands in the audit trail
  await page.goto(`${server.url}/audit`);
  await expect(page.getByRole("table")).toContainText("Wrong prescription");
  await expect(page.getByRole("table")).toContainText("Pilot in one store");
});

test("a dialog gives the focus back to where it came from", async ({ page }) => {
  await page.goto(`${server.url}/cases/1`);
  await page.waitForLoadState("networkidle");
  const gate = page.getByRole("switch").first();
  await gate.focus();
  await page.keyboard.press("Space");
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(gate).toBeFocused();
});

test("the whole decision is made with the keyboard alone", async ({ page }) => {
  await page.goto(`${server.url}/dashboard`);
  await page.waitForLoadState("networkidle");
  await page.keyboard.press("/");
  await expect(page.getByRole("searchbox")).toBeFocused();
  await page.keyboard.type("clonazePAM");
  await expect(page).toHaveURL(/search=clonazePAM/i);
  await expect(
    page.getByRole("region", { name: "Pre-verification" }).getByRole("link"),
  ).toHaveCount(1);
  await page.keyboard.press("Escape");
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/cases\/\d+/);

  const propose = page.getByRole("button", { name: "Propose" }).first();
  await propose.focus();
  await page.keyboard.press("Enter");
  const proposal = proposals(page).getByRole("article").first();
  await expect(proposal.getByRole("button", { name: "Approve" })).toBeVisible();
  await page.keyboard.press("a");
  await expect(proposal.getByRole("button", { name: "Run it" })).toBeVisible();
});
