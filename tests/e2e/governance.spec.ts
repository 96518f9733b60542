import { expect, test } from "@playwright/test";
import { type RunningServer, startServer } from "../support/server";

let server: RunningServer;

test.beforeAll(async () => {
  server = await startServer();
});
test.afterAll(async () => {
  await server.stop();
});

test("a gate is opened for a day, revoked, and its history tells both", async ({ page }) => {
  await page.goto(`${server.url}/governance`);
  const gate = page.getByRole("listitem", { name: /Ask the prescriber for a renewal/ });
  await gate.getByRole("button", { name: "Open", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Open for").selectOption({ label: "1 day" });
  await dialog.getByLabel("Reason", { exact: true }).fill("Pilot in one store");
  await dialog.getByRole("button", { name: "Open gate" }).click();
  await expect(dialog.getByLabel("Kind of reason")).toHaveAccessibleDescription(/Choose one/);
  await dialog.getByLabel("Kind of reason").selectOption("pilot");
  await dialog.getByRole("button", { name: "Open gate" }).click();
  await expect(gate).toContainText("Closes by itself in 23 h");
  await gate.getByRole("button", { name: "Revoke" }).click();
  await dialog.getByLabel("Kind of reason").selectOption("incident");
  await dialog.getByLabel("Reason", { exact: true }).fill("Wrong office");
  await dialog.getByRole("button", { name: "Revoke gate" }).click();
  await expect(gate).toContainText("Revoked");
  await gate.getByRole("button", { name: "History" }).click();
  const changes = page.getByRole("list", { name: "Changes, newest first" }).getByRole("listitem");
  await expect(changes).toHaveCount(2);
  await expect(changes.first()).toContainText("Open → Revoked");
  await expect(changes.first()).toContainText("Wrong office");
});

test("automation is stopped by typing the scope, told on every page, and resumed", async ({
  page,
}) => {
  await page.goto(`${server.url}/governance`);
  await page.getByRole("button", { name: "Stop automation" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Kind of reason").selectOption("incident");
  await dialog.getByLabel("Reason", { exact: true }).fill("Wrong quantities this morning");
  await dialog.getByRole("button", { name: "Stop now" }).click();
  await expect(dialog).toBeVisible();
  await dialog.getByLabel(/Type chain/).fill("chain");
  await dialog.getByRole("button", { name: "Stop now" }).click();
  const banner = page.getByText("Automation is stopped for the whole chain");
  await expect(banner).toBeVisible();
  await page.goto(`${server.url}/audit`);
  await expect(banner).toBeVisible();
  await page.goto(`${server.url}/governance`);
  await expect(page.getByRole("button", { name: "Stop automation" })).toHaveCount(0);
  await page.getByRole("button", { name: "Resume" }).click();
  await dialog.getByLabel("Kind of reason").selectOption("incident_over");
  await dialog.getByLabel("Reason", { exact: true }).fill("Typed again and checked");
  await dialog.getByRole("button", { name: "Resume automation" }).click();
  await expect(banner).toBeHidden();
});

test("a drill tells how long it took and leaves nothing stopped", async ({ page }) => {
  await page.goto(`${server.url}/governance`);
  await page.getByRole("button", { name: "Drill" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByLabel("Kind of reason")).toHaveCount(0);
  await dialog.getByLabel("Reason", { exact: true }).fill("Quarterly");
  await dialog.getByRole("button", { name: "Start the drill" }).click();
  await expect(page.getByText(/Drill: stopped in \d+ ms/)).toBeVisible();
  await expect(page.getByText("Automation may run")).toBeVisible();
});

test("broken glass is told at its gate and waits for somebody else's review", async ({ page }) => {
  await page.goto(`${server.url}/governance`);
  const gate = page.getByRole("listitem", { name: /Dispensing → verification/ });
  await gate.getByRole("button", { name: "Break glass" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Kind of reason").selectOption("patient_safety");
  await dialog.getByLabel("Reason", { exact: true }).fill("Insulin for a child");
  await dialog.getByRole("button", { name: "Break the glass" }).click();
  await expect(gate).toContainText("You broke the glass");
  const grant = page.getByRole("heading", { name: /passes the gate “Dispensing → verification”/ });
  await expect(grant).toBeVisible();
  await page.getByRole("button", { name: "End", exact: true }).click();
  await expect(page.getByText("To review")).toBeVisible();
  await expect(page.getByText("1 review open")).toBeVisible();
});
